/** What went wrong, with how often. */
import type { ErrorCount, RunSummary } from '../../contract/summary.ts';
import { formatCount } from '../format.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toErrors({ errors }: RunSummary, style: Style): string[] {
  if (errors.length === 0) return [];
  const room = Math.max(20, style.width - 24);
  const rows = toTable<ErrorCount>(
    [
      { title: 'count', cell: (row) => formatCount(row.count), paint: style.bad },
      { title: 'outcome', align: 'left', cell: (row) => row.outcome },
      { title: 'error', align: 'left', cell: (row) => toOneLine(row.error, room) },
    ],
    errors,
    style,
  );
  return [style.heading('ERRORS'), ...rows];
}

/** A function decides what its error says: no line break and no control character reaches the terminal. */
function toOneLine(text: string, room: number): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return clean.length > room ? `${clean.slice(0, room - 1)}…` : clean;
}
