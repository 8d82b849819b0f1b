/** Cold against warm: response times with their intervals, and the initialisation of cold starts. */
import type { RunSummary } from '../../contract/summary.ts';
import { unknownValue } from '../format.ts';
import { toStartsTable } from '../tables/starts.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toStarts(summary: RunSummary, style: Style): string[] {
  if (summary.starts.length === 0) return [];
  return [
    `${style.heading('COLD AND WARM')} response time, from the intended start`,
    ...toTable(toStartsTable(summary), style),
    style.dim(`  [95 % confidence interval]; ${unknownValue} or ? where the sample is too small`),
  ];
}
