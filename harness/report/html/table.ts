/**
 * Tables that become a stack of cards on a narrow screen. The ARIA roles repeat what the elements say, because a
 * browser forgets that a table is one as soon as its display is changed.
 */
import { type Content, type Markup, markup } from '../markup.ts';

export interface Column {
  readonly title: string;
  /** Text is set to the left, numbers to the right. */
  readonly kind: 'text' | 'number';
}

export function text(title: string): Column {
  return { title, kind: 'text' };
}

export function number(title: string): Column {
  return { title, kind: 'number' };
}

/** @param rows - the first cell of each is the head of its row. */
export function renderTable(
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Content[])[],
): Markup {
  return markup`<div class="table"><table role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(renderHead)}</tr></thead>
<tbody role="rowgroup">
${rows.map((row) => markup`<tr role="row">${row.map((cell, at) => renderCell(cell, at, columns[at]))}</tr>\n`)}</tbody>
</table></div>
`;
}

/** The id of a phase, which may break after its slashes. */
export function renderPhase(id: string): Markup {
  return markup`${id.split('/').map((part, at) => (at === 0 ? part : markup`/<wbr>${part}`))}`;
}

function renderHead(column: Column): Markup {
  return markup`<th scope="col" role="columnheader" class="${column.kind}">${column.title}</th>`;
}

function renderCell(cell: Content, at: number, column: Column | undefined): Markup {
  if (at === 0) return markup`<th scope="row" role="rowheader" class="text">${cell}</th>`;
  const { kind = 'number', title = '' } = column ?? {};
  return markup`<td role="cell" class="${kind}" data-label="${title}"><div>${cell}</div></td>`;
}
