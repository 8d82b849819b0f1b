/** The frame of a chart: grid, tick labels and the two titles, each with its unit. */
import { formatDigits } from '../../format.ts';
import { type Markup, markup } from '../../markup.ts';
import type { ChartSize } from './figure.ts';
import type { Scale } from './scale.ts';

/** The rectangle that the data has. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Axis {
  readonly scale: Scale;
  readonly title: string;
  readonly format: (value: number) => string;
}

/** Room for the tick labels at the left and for ticks and title below; above it as much as the chart asks for. */
export function createPlot(size: ChartSize, above: number): Plot {
  return { left: 52, right: size.width - 24, top: above, bottom: size.height - 40 };
}

/** How many tick labels fit side by side, or above each other. */
export function countTicks(plot: Plot): { readonly x: number; readonly y: number } {
  return { x: Math.floor((plot.right - plot.left) / 58), y: Math.floor((plot.bottom - plot.top) / 28) };
}

/** The title of the y axis stands above it, upright, where it can be read. */
export function renderAxes(plot: Plot, x: Axis, y: Axis): Markup {
  return markup`<g class="axes">${y.scale.ticks.map((tick) => renderYTick(plot, y, tick))}${x.scale.ticks.map(
    (tick) => renderXTick(plot, x, tick),
  )}<path class="axis" d="M${plot.left} ${plot.bottom}H${plot.right}"/>
<text class="axis-title" x="0" y="11">${y.title}</text>
<text class="axis-title" x="${plot.right}" y="${plot.bottom + 35}" text-anchor="end">${x.title}</text></g>
`;
}

function renderYTick(plot: Plot, { scale, format }: Axis, tick: number): Markup {
  const y = toPixel(scale.at(tick));
  return markup`<path class="grid" d="M${plot.left} ${y}H${plot.right}"/><text x="${plot.left - 8}" y="${toPixel(y + 4)}" text-anchor="end">${format(tick)}</text>`;
}

function renderXTick(plot: Plot, { scale, format }: Axis, tick: number): Markup {
  const x = toPixel(scale.at(tick));
  return markup`<path class="grid" d="M${x} ${plot.top}V${plot.bottom}"/><text x="${x}" y="${plot.bottom + 17}" text-anchor="middle">${format(tick)}</text>`;
}

/** A tenth of a pixel is finer than any screen. */
export function toPixel(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Round durations of an axis: `1 ms`, not `1.00 ms`. */
export function formatDurationTick(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1) return `${formatDigits(ms * 1000)} µs`;
  return ms < 1000 ? `${formatDigits(ms)} ms` : `${formatDigits(ms / 1000)} s`;
}
