/** What the scenario demanded, and whether it held: on the first screen, because it decides the exit code. */
import type { RunSummary } from '../../../contract/summary.ts';
import type { ThresholdResult, ThresholdVerdict } from '../../../contract/threshold.ts';
import { describeThresholds, formatObserved, formatPlace } from '../../format-threshold.ts';
import { type Content, type Markup, bindUnits, markup } from '../../markup.ts';
import { number, renderPhase, renderTable, text } from '../table.ts';
import { renderSection } from './section.ts';

export function renderThresholds({ thresholds }: RunSummary): Markup {
  if (thresholds.length === 0) return markup``;
  return renderSection(
    'thresholds',
    'Thresholds',
    renderTable(
      `What the scenario demands: ${describeThresholds(thresholds)}`,
      [text('Threshold'), text('Verdict'), number('Observed'), text('Where'), text('Why')],
      thresholds.map(toRow),
    ),
  );
}

const classes: Readonly<Record<ThresholdVerdict, string>> = {
  passed: 'good',
  failed: 'bad',
  inconclusive: '',
};
const marks: Readonly<Record<ThresholdVerdict, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };

function toRow(result: ThresholdResult): Content[] {
  const { check, verdict, reason } = result;
  return [
    check,
    markup`<b class="${classes[verdict]}">${marks[verdict]} ${verdict}</b>`,
    bindUnits(formatObserved(result)),
    renderPhase(formatPlace(result)),
    reason === null ? markup`<span class="blank"></span>` : bindUnits(reason),
  ];
}
