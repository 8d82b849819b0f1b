/** Markdown that shows foreign text as it is: what a function says must not become a link, a mention or markup. */
import type { Table, TableCell } from '../table.ts';

/** One line; every character that Markdown or HTML would read is escaped. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]|~#!]/g, String.raw`\$&`)
    .replaceAll('@', '@\u200B')
    .replaceAll('://', ':\u200B//');
}

/** Without its title. */
export function toMarkdownTable({ columns, rows }: Table): string {
  const toRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    toRow(columns.map(({ title }) => escapeMarkdown(title))),
    toRow(columns.map(({ kind }) => (kind === 'number' ? '---:' : '---'))),
    ...rows.map((row) => toRow(row.map(toCell))),
  ].join('\n');
}

function toCell({ text, detail, tone }: TableCell): string {
  const shown = tone === 'bad' ? `**${escapeMarkdown(text)}**` : escapeMarkdown(text);
  return detail === undefined || detail === '' ? shown : `${shown} <sub>${escapeMarkdown(detail)}</sub>`;
}

/** Blank lines around what is folded: without them a table in HTML is no table. */
export function fold(summary: string, blocks: readonly string[]): string {
  return `<details><summary>${escapeMarkdown(summary)}</summary>\n\n${blocks.join('\n\n')}\n\n</details>`;
}
