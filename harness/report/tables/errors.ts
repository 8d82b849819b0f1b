/** What went wrong, with how often. */
import type { ErrorCount, RunSummary } from '../../contract/summary.ts';
import { type Table, type TableCell, countCell, numberColumn, textCell, textColumn } from '../table.ts';

/** An error may carry a whole stack or page; the records have all of it. */
const mostLetters = 500;

export function toErrorsTable({ errors }: Pick<RunSummary, 'errors'>): Table {
  return {
    title: 'Errors, the most frequent first',
    columns: [numberColumn('Count'), textColumn('Outcome'), textColumn('Error')],
    rows: errors.map(toRow),
  };
}

function toRow({ error, outcome, count }: ErrorCount): TableCell[] {
  return [countCell(count, { tone: 'bad' }), textCell(outcome), textCell(toOneLine(error, mostLetters))];
}

/** A function decides what its error says: no line break and no control character leaves it. */
export function toOneLine(text: string, room: number): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ');
  return clean.length > room ? `${clean.slice(0, room - 1)}…` : clean;
}
