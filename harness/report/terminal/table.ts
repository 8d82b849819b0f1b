/** A table of text in columns: words to the left, numbers to the right. */
import type { Style } from './style.ts';

export interface Column<Row> {
  readonly title: string;
  readonly align?: 'left' | 'right';
  readonly cell: (row: Row) => string;
  /** Applied after the cell has its width: a colour takes no place. */
  readonly paint?: (text: string, row: Row) => string;
}

const gap = '  ';
const indent = '  ';

export function toTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], style: Style): string[] {
  const widths = columns.map(({ title, cell }) =>
    Math.max(title.length, ...rows.map((row) => cell(row).length)),
  );
  const pad = (text: string, at: number): string =>
    columns[at]?.align === 'left' ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0);
  const header = columns.map(({ title }, at) => style.dim(pad(title, at)));
  const body = rows.map((row) =>
    columns.map(({ cell, paint = (text) => text }, at) => paint(pad(cell(row), at), row)),
  );
  return [header, ...body].map((cells) => `${indent}${cells.join(gap)}`.trimEnd());
}
