/** What the scenario demanded, and whether it held: right below the verdict. */
import type { RunSummary } from '../../contract/summary.ts';
import { describeThresholds } from '../format-threshold.ts';
import { toThresholdsTable } from '../tables/thresholds.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toThresholds(summary: RunSummary, style: Style): string[] {
  if (summary.thresholds.length === 0) return [];
  return [
    `${style.heading('THRESHOLDS')} ${describeThresholds(summary.thresholds)}`,
    ...toTable(toThresholdsTable(summary), style),
  ];
}
