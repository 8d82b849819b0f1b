/** Which share of the invocations was answered within a time: one curve a start kind, on a log axis. */
import type { StartKind } from '../../../contract/invocation.ts';
import { formatPercent } from '../../format.ts';
import { type Markup, markup, trusted } from '../../markup.ts';
import { type Plot, countTicks, createPlot, formatDurationTick, renderAxes, toPixel } from './axes.ts';
import type { ChartSize } from './figure.ts';
import { type PlacedLabel, placeLabels } from './labels.ts';
import { type Scale, createLinearScale, createLogScale } from './scale.ts';

export interface EcdfCurve {
  readonly start: StartKind;
  /** Milliseconds, ascending, at least one. */
  readonly sample: Float64Array;
  /** Where the label points to. */
  readonly medianMs: number;
  readonly label: string;
}

export interface EcdfOptions {
  /** The same for all panels, so that they can be compared. */
  readonly lowMs: number;
  readonly highMs: number;
  /** Pixels between two vertices of a curve. */
  readonly resolution: number;
}

export function drawEcdf(curves: readonly EcdfCurve[], options: EcdfOptions, size: ChartSize): Markup {
  const { left, right } = createPlot(size, 0);
  const maxTicks = countTicks({ left, right, top: 0, bottom: 0 }).x;
  const x = createLogScale(options.lowMs, options.highMs, { from: left, to: right, maxTicks });
  const wishes = curves.map((curve) => ({ text: curve.label, x: x.at(curve.medianMs) }));
  const labels = placeLabels(wishes, left, right + 20);
  const rows = labels.reduce((most, label) => Math.max(most, label.row + 1), 1);
  const plot = createPlot(size, 22 + labelHeight * rows);
  const y = createLinearScale(1, { from: plot.bottom, to: plot.top, maxTicks: 4 }, { exact: true });
  return markup`${renderAxes(
    plot,
    { scale: x, title: 'response time, log scale', format: formatDurationTick },
    { scale: y, title: 'share of invocations answered within', format: formatPercent },
  )}${curves.map((curve) => renderCurve(curve, x, y, options.resolution))}${curves.map((curve) =>
    renderLabel(curve, plot, { x, y, label: labels.find((one) => one.text === curve.label) }),
  )}`;
}

const labelHeight = 16;

function renderCurve({ sample, start }: EcdfCurve, x: Scale, y: Scale, resolution: number): Markup {
  return markup`<path class="line ${start}" d="${trusted(toStairs(sample, x, y, resolution))}"/>\n`;
}

/** A vertex for every step that the resolution can show. The curve only rises, so none that is left out sticks out. */
function toStairs(sample: Float64Array, x: Scale, y: Scale, resolution: number): string {
  let path = '';
  let column = Number.NaN;
  for (const [at, value] of sample.entries()) {
    const here = Math.round(x.at(value) / resolution) * resolution;
    if (here === column) continue;
    const height = toPixel(y.at(at / sample.length));
    path += path === '' ? `M${toPixel(here)} ${height}` : `V${height}H${toPixel(here)}`;
    column = here;
  }
  return `${path}V${toPixel(y.at(1))}`;
}

function renderLabel(
  { start, medianMs, sample }: EcdfCurve,
  plot: Plot,
  { x, y, label }: { x: Scale; y: Scale; label: PlacedLabel | undefined },
): Markup {
  if (label === undefined) return markup``;
  const dot = { x: toPixel(x.at(medianMs)), y: toPixel(y.at(shareUpTo(sample, medianMs))) };
  const baseline = plot.top - 7 - labelHeight * label.row;
  return markup`<path class="leader ${start}" d="M${dot.x} ${dot.y}V${baseline + 4}"/>
<circle class="dot ${start}" cx="${dot.x}" cy="${dot.y}" r="4"/>
<text class="label ${start}" x="${toPixel(label.middle)}" y="${baseline}" text-anchor="middle">${label.text}</text>
`;
}

function shareUpTo(sample: Float64Array, value: number): number {
  const above = sample.findIndex((one) => one > value);
  return (above === -1 ? sample.length : above) / sample.length;
}
