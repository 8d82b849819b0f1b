/** A table in columns of text: words to the left, numbers to the right. */
import type { Table, TableCell, Tone } from '../table.ts';
import type { Style } from './style.ts';

const gap = '  ';
const indent = '  ';

/** Without its title. */
export function toTable({ columns, rows }: Table, style: Style): string[] {
  const shown = columns.map((column, at) => ({ column, at })).filter(({ column }) => column.room !== 'page');
  const body = rows.map((row) =>
    shown.map(({ column, at }) => ({ cell: row[at], text: toText(row[at], column.room === 'bare') })),
  );
  const widths = shown.map(({ column }, at) =>
    Math.max(column.title.length, ...body.map((row) => row[at]?.text.length ?? 0)),
  );
  const pad = (text: string, at: number): string =>
    shown[at]?.column.kind === 'text' ? text.padEnd(widths[at] ?? 0) : text.padStart(widths[at] ?? 0);
  // Padded before it is painted: a colour takes no place.
  const lines = [
    shown.map(({ column }, at) => style.dim(pad(column.title, at))),
    ...body.map((row) => row.map(({ cell, text }, at) => paint(pad(text, at), cell?.tone, style))),
  ];
  return lines.map((cells) => `${indent}${cells.join(gap)}`.trimEnd());
}

function toText(cell: TableCell | undefined, isBare: boolean): string {
  if (cell === undefined) return '';
  return cell.detail === undefined || isBare ? cell.text : `${cell.text} [${cell.detail}]`;
}

function paint(text: string, tone: Tone | undefined, style: Style): string {
  if (tone === undefined) return text;
  return tone === 'quiet' ? style.dim(text) : style[tone](text);
}
