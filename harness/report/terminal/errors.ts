/** What went wrong, with how often. */
import type { RunSummary } from '../../contract/summary.ts';
import { toErrorsTable, toOneLine } from '../tables/errors.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toErrors({ errors }: RunSummary, style: Style): string[] {
  if (errors.length === 0) return [];
  const room = Math.max(20, style.width - 24);
  const cut = errors.map((one) => ({ ...one, error: toOneLine(one.error, room) }));
  return [style.heading('ERRORS'), ...toTable(toErrorsTable({ errors: cut }), style)];
}
