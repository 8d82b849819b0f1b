/** Response times over time: the stronger a cell's colour, the more invocations; blue where one of them was a cold start. */
import { type Markup, markup, trusted } from '../../markup.ts';
import { type Plot, countTicks, createPlot, formatDurationTick, renderAxes, toPixel } from './axes.ts';
import { type HeatCell, binLatencies } from './bin-latencies.ts';
import type { ChartSize } from './figure.ts';
import type { LoadSpan } from './load-span.ts';
import { renderPhaseBands } from './phase-bands.ts';
import { createLinearScale, createLogScale } from './scale.ts';

/** @param maxColumns - bounds the size of the drawing. */
export function drawHeatmap(load: LoadSpan, maxColumns: number, size: ChartSize): Markup {
  const plot = createPlot(size, 40);
  const ticks = countTicks(plot);
  const rows = Math.floor((plot.bottom - stripHeight - plot.top) / rowHeight);
  const seconds = (load.to - load.from) / 1e9;
  const x = createLinearScale(
    seconds,
    { from: plot.left, to: plot.right, maxTicks: ticks.x },
    { exact: true },
  );
  const y = createLogScale(load.lowMs, load.highMs, {
    from: plot.bottom - stripHeight,
    to: plot.bottom - stripHeight - rows * rowHeight,
    maxTicks: ticks.y,
  });
  const columns = Math.min(maxColumns, Math.floor((plot.right - plot.left) / 6));
  const position = createLogScale(y.low, y.high, { from: 0, to: 1, maxTicks: 0 });
  const grid = binLatencies(load.invocations, { columns, rows, from: load.from, to: load.to, position });
  return markup`${renderPhaseBands(load, plot, x)}${renderAxes(
    plot,
    { scale: x, title: 'time since the load began', format: (tick) => formatDurationTick(tick * 1000) },
    { scale: y, title: 'response time, log scale', format: formatDurationTick },
  )}${renderCells(grid.cells, plot, columns)}${renderTroubled(grid.troubled, plot, columns)}`;
}

/** Below the cells: where something did not end ok. */
const stripHeight = 12;
/** Whole pixels: rows that overlap by a fraction would show seams. */
const rowHeight = 6;
const levels = 5;

/** One path a level; a run of equal cells in a row is a single stroke as thick as the row. */
function renderCells(cells: readonly HeatCell[], plot: Plot, columns: number): Markup {
  const width = (plot.right - plot.left) / columns;
  const paths = new Map<string, string>();
  for (const { className, row, from, to } of toRuns(cells)) {
    const y = toPixel(plot.bottom - stripHeight - (row + 0.5) * rowHeight);
    const stroke = `M${toPixel(plot.left + from * width)} ${y}H${toPixel(plot.left + to * width)}`;
    paths.set(className, (paths.get(className) ?? '') + stroke);
  }
  const drawn = Array.from(paths, ([name, d]) => markup`<path class="${name}" d="${trusted(d)}"/>\n`);
  return markup`<g class="cells" stroke-width="${rowHeight}">${drawn}</g>\n`;
}

interface Run {
  readonly className: string;
  readonly row: number;
  readonly from: number;
  to: number;
}

function toRuns(cells: readonly HeatCell[]): Run[] {
  const most = cells.reduce((top, cell) => Math.max(top, cell.count), 1);
  const runs: Run[] = [];
  for (const { start, count, row, column } of cells.toSorted(byRow)) {
    const className = `${start} level-${toLevel(count, most)}`;
    const last = runs.at(-1);
    if (last?.className === className && last.row === row && last.to === column) last.to++;
    else runs.push({ className, row, from: column, to: column + 1 });
  }
  return runs;
}

function byRow(one: HeatCell, other: HeatCell): number {
  return one.row - other.row || one.column - other.column;
}

/** Logarithmic, so that a single invocation is seen beside thousands. */
function toLevel(count: number, most: number): number {
  return most === 1 ? levels : 1 + Math.round((Math.log(count) / Math.log(most)) * (levels - 1));
}

function renderTroubled(troubled: readonly number[], plot: Plot, columns: number): Markup {
  if (troubled.length === 0) return markup``;
  const width = (plot.right - plot.left) / columns;
  const ticks = troubled
    .toSorted((one, other) => one - other)
    .map((column) => `M${toPixel(plot.left + column * width)} ${plot.bottom - 5}h${toPixel(width)}`);
  return markup`<path class="troubled" d="${trusted(ticks.join(''))}"/>\n`;
}
