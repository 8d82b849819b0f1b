/** What the scenario demanded, and whether it held: right below the verdict. */
import type { RunSummary } from '../../contract/summary.ts';
import type { ThresholdResult, ThresholdVerdict } from '../../contract/threshold.ts';
import { describeThresholds, formatObserved, formatPlace } from '../format-threshold.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

const marks: Readonly<Record<ThresholdVerdict, string>> = { passed: '✓', failed: '✗', inconclusive: '?' };

export function toThresholds({ thresholds }: RunSummary, style: Style): string[] {
  if (thresholds.length === 0) return [];
  const paints = { passed: style.good, failed: style.bad, inconclusive: style.warm };
  const paint = (text: string, { verdict }: ThresholdResult): string => paints[verdict](text);
  const rows = toTable<ThresholdResult>(
    [
      { title: '', align: 'left', cell: (row) => marks[row.verdict], paint },
      { title: 'threshold', align: 'left', cell: (row) => row.check },
      { title: 'observed', cell: formatObserved, paint },
      { title: 'where', align: 'left', cell: formatPlace },
      { title: '', align: 'left', cell: (row) => row.reason ?? '', paint },
    ],
    thresholds,
    style,
  );
  return [`${style.heading('THRESHOLDS')} ${describeThresholds(thresholds)}`, ...rows];
}
