/** A table that sorts by any of its columns, and becomes a stack of cards on a narrow screen. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Table, TableCell, TableColumn } from '../../../harness/report/table.ts';

interface Order {
  readonly column: number;
  readonly isDescending: boolean;
}

/** The ARIA roles repeat what the elements say: a browser forgets that a table is one when its display is changed. */
export function DataTable({ table }: { readonly table: Table }): JSX.Element | null {
  const [order, setOrder] = useState<Order>();
  if (table.rows.length === 0) return null;
  const rows =
    order === undefined ? table.rows : table.rows.toSorted((one, other) => compare(one, other, order));
  return (
    <div class="table">
      <table role="table" class={rows.length < 3 ? 'few' : ''}>
        {table.title !== '' && <caption>{table.title}</caption>}
        <thead role="rowgroup">
          <tr role="row">
            {table.columns.map((column, at) => (
              <Head
                key={column.title}
                column={column}
                order={order?.column === at ? order : undefined}
                sort={() => setOrder(nextOrder(order, at, column))}
              />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row, index) => (
            <tr role="row" key={index}>
              {row.map((cell, at) => (
                <Cell key={at} cell={cell} column={table.columns[at]} isHead={at === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps {
  readonly column: TableColumn;
  readonly order: Order | undefined;
  readonly sort: () => void;
}

function Head({ column: { title, kind }, order, sort }: HeadProps): JSX.Element {
  const sorted = order === undefined ? 'none' : order.isDescending ? 'descending' : 'ascending';
  return (
    <th scope="col" role="columnheader" class={kind} aria-sort={sorted}>
      <button type="button" onClick={sort}>
        {title}
        <span class="arrow" aria-hidden="true">
          {order === undefined ? '' : order.isDescending ? ' ↓' : ' ↑'}
        </span>
      </button>
    </th>
  );
}

interface CellProps {
  readonly cell: TableCell;
  readonly column: TableColumn | undefined;
  readonly isHead: boolean;
}

function Cell({ cell, column, isHead }: CellProps): JSX.Element {
  const { text, detail, tone = '' } = cell;
  const content = (
    <>
      <span class={tone}>{isHead ? breakable(text) : text}</span>
      {detail !== undefined && detail !== '' && <small>{detail}</small>}
    </>
  );
  if (isHead) {
    return (
      <th scope="row" role="rowheader" class="text">
        {content}
      </th>
    );
  }
  const blank = text === '' ? ' blank' : '';
  return (
    <td role="cell" class={`${column?.kind ?? 'text'}${blank}`} data-label={column?.title}>
      <div>{content}</div>
    </td>
  );
}

/** The id of a phase may break after its slashes. */
function breakable(text: string): (string | JSX.Element)[] {
  return text.split('/').flatMap((part, at) => (at === 0 ? [part] : ['/', <wbr key={at} />, part]));
}

/** Numbers with the largest first, words with the first letter first; a second time turns it round, a third ends it. */
function nextOrder(order: Order | undefined, column: number, { kind }: TableColumn): Order | undefined {
  const isDescending = kind === 'number';
  if (order?.column !== column) return { column, isDescending };
  return order.isDescending === isDescending ? { column, isDescending: !isDescending } : undefined;
}

/** What has no value is last, whichever way. */
function compare(one: readonly TableCell[], other: readonly TableCell[], order: Order): number {
  const [left, right] = [valueOf(one[order.column]), valueOf(other[order.column])];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const rising =
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left).localeCompare(String(right));
  return order.isDescending ? -rising : rising;
}

function valueOf(cell: TableCell | undefined): number | string | null {
  return cell === undefined ? null : cell.value === undefined ? cell.text : cell.value;
}
