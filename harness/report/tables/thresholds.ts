/** What the scenario demanded, and whether it held. */
import type { RunSummary } from '../../contract/summary.ts';
import type { ThresholdResult, ThresholdVerdict } from '../../contract/threshold.ts';
import { formatObserved, formatPlace } from '../format-threshold.ts';
import { type Table, type TableCell, type Tone, numberColumn, textCell, textColumn } from '../table.ts';

export function toThresholdsTable({ thresholds }: Pick<RunSummary, 'thresholds'>): Table {
  return {
    title: 'What the scenario demands',
    columns: [
      textColumn('Threshold'),
      textColumn('Verdict'),
      numberColumn('Observed'),
      textColumn('Where'),
      textColumn('Why'),
    ],
    rows: thresholds.map(toRow),
  };
}

const marks: Readonly<Record<ThresholdVerdict, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };
const tones: Readonly<Record<ThresholdVerdict, Tone>> = {
  passed: 'good',
  failed: 'bad',
  inconclusive: 'warm',
};

function toRow(result: ThresholdResult): TableCell[] {
  const tone = tones[result.verdict];
  return [
    textCell(result.check),
    textCell(`${marks[result.verdict]} ${result.verdict}`, { tone }),
    textCell(formatObserved(result), { value: result.observed, tone }),
    textCell(formatPlace(result)),
    textCell(result.reason ?? ''),
  ];
}
