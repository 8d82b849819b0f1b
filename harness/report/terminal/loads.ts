/** Each phase of load: rate wanted and reached, how the invocations ended, how busy the instances were. */
import type { RunSummary } from '../../contract/summary.ts';
import { toLoadsTable } from '../tables/loads.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toLoads(summary: RunSummary, style: Style): string[] {
  if (summary.loads.length === 0) return [];
  return [
    `${style.heading('LOAD')} utilisation is busy over provisioned instance-seconds`,
    ...toTable(toLoadsTable(summary), style),
  ];
}
