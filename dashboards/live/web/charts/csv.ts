/** The data behind a chart, as CSV. */
import type { Chart } from '../../view-model/chart.ts';
import type { Timeline } from '../../view-model/timeline.ts';
import { valueAt } from './value-at.ts';

/** A line a point. */
export function chartToCsv({ x, y, series }: Chart): string {
  return toCsv([
    ['series', `${x.label} (${x.unit})`, `${y.label} (${y.unit})`],
    ...series.flatMap(({ label, points }) => points.map(([px, py]) => [label, px, py])),
  ]);
}

/** A line a column of the heatmap. */
export function timelineToCsv({ seconds, rates, instances, heat }: Timeline): string {
  const curves = [
    ...rates.map((one) => ({ one, unit: '1/s' })),
    ...instances.map((one) => ({ one, unit: 'count' })),
  ];
  const { n, cold, notOk, p50Ms, maxMs, columns } = heat;
  const head = ['time (s)', 'invocations', 'cold', 'not ok', 'response time p50 (ms)', 'slowest (ms)'];
  return toCsv([
    [...head, ...curves.map(({ one, unit }) => `${one.label} (${unit})`)],
    ...n.map((count, at) => {
      const from = (at / columns) * seconds;
      const times = count === 0 ? ['', ''] : [p50Ms[at] ?? '', maxMs[at] ?? ''];
      return [
        Number(from.toPrecision(6)),
        count,
        cold[at] ?? 0,
        notOk[at] ?? 0,
        ...times,
        ...curves.map(({ one }) => valueAt(one, from) ?? ''),
      ];
    }),
  ]);
}

type Cell = string | number;

/** RFC 4180, and nothing that a spreadsheet would take for a formula. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(toField).join(',')}\r\n`).join('');
}

function toField(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
