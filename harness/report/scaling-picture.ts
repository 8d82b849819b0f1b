/** How many instances each of several policies keeps under one load: small multiples on the same axes, in one SVG. */
import { formatCount, formatDigits, formatDuration, formatRareShare, formatUsd } from './format.ts';
import { type Markup, markup, trusted } from './markup.ts';

export interface ScalingPanel {
  readonly name: string;
  readonly coldShare: number;
  readonly meanInstances: number;
  readonly p99Ms: number;
  readonly costPerMillionUsd: number;
  /** Distance of the points. */
  readonly everyMs: number;
  readonly instances: readonly number[];
  /** Since the point before. */
  readonly arrivals: readonly number[];
}

const columns = 3;
const plot = { width: 272, height: 84 };
const cell = { width: 312, height: 168 };
const margin = { left: 36, top: 76, right: 8, bottom: 8 };
const titleHeight = 48;

const styles = `
svg { --paper: #ffffff; --ink: #1d232b; --soft: #57606c; --rule: #d5dae0; --load: #e3e8ee; --line: #0a63c9; }
@media (prefers-color-scheme: dark) {
  svg { --paper: #14181d; --ink: #e8ecf0; --soft: #a3adb8; --rule: #39424c; --load: #2a323b; --line: #6cb2ff; }
}
text { font: 12px system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif; fill: var(--soft); }
.paper { fill: var(--paper); }
.head { font-size: 16px; font-weight: 600; fill: var(--ink); }
.name { font-size: 13px; font-weight: 600; fill: var(--ink); }
.load { fill: var(--load); }
.rule { stroke: var(--rule); shape-rendering: crispEdges; fill: none; }
.line { stroke: var(--line); stroke-width: 1.5; stroke-linejoin: round; fill: none; }
.key { fill: var(--line); }
`;

/** What all panels have in common. */
interface Axes {
  readonly durationMs: number;
  readonly mostInstances: number;
  readonly mostArrivals: number;
}

/** @returns a whole SVG document that needs nothing else; light or dark as its reader is. */
export function drawScaling(panels: readonly ScalingPanel[]): string {
  const width = margin.left + columns * cell.width + margin.right;
  const height = margin.top + Math.ceil(panels.length / columns) * cell.height + margin.bottom;
  const axes = toAxes(panels);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<title id="title">Instances over time under one load</title>
<desc id="desc">${panels.map(({ name, coldShare }) => `${name}: ${formatRareShare(coldShare)} cold. `)}</desc>
<style>${trusted(styles)}</style>
<rect class="paper" width="${width}" height="${height}"/>
<text class="head" x="${margin.left}" y="28">One load, ${panels.length} scaling policies</text>
${drawKey(axes)}
${panels.map((panel, at) => drawPanel(panel, axes, at))}</svg>
`.markup;
}

function drawKey({ mostArrivals, durationMs }: Axes): Markup {
  const [everyLabel, most] = [toTime(durationMs), formatCount(mostArrivals)];
  return markup`<rect class="key" x="${margin.left}" y="43" width="14" height="3"/>
<text x="${margin.left + 20}" y="49">instances</text>
<rect class="load" x="${margin.left + 92}" y="39" width="14" height="11"/>
<text x="${margin.left + 112}" y="49">arrivals, at most ${most} a second; both as square roots; ${everyLabel} from left to right</text>`;
}

function toAxes(panels: readonly ScalingPanel[]): Axes {
  const rates = panels.flatMap(({ arrivals, everyMs }) => arrivals.map((count) => (count * 1000) / everyMs));
  return {
    durationMs: Math.max(...panels.map(({ instances, everyMs }) => (instances.length - 1) * everyMs)),
    mostInstances: toRound(Math.max(1, ...panels.flatMap(({ instances }) => instances))),
    mostArrivals: Math.max(...rates, Number.MIN_VALUE),
  };
}

/** The next number that makes a good end of an axis. */
function toRound(most: number): number {
  const decade = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((factor) => factor * decade >= most) ?? 10) * decade;
}

function drawPanel(panel: ScalingPanel, axes: Axes, at: number): Markup {
  const x = margin.left + (at % columns) * cell.width;
  const y = margin.top + Math.floor(at / columns) * cell.height;
  return markup`<g class="panel" transform="translate(${x} ${y})">
<text class="name" y="16">${panel.name}</text>
<text x="${plot.width}" y="16" text-anchor="end">${formatRareShare(panel.coldShare)} cold</text>
<text y="34">${toFigures(panel)}</text>
<g transform="translate(0 ${titleHeight})">
<path class="load" d="${toArea(panel, axes)}"/>
${drawRules(axes)}
<path class="line" d="${toLine(panel, axes)}"/>
</g>
</g>
`;
}

/** What the policy comes to, in a line below its name. */
function toFigures({ meanInstances, p99Ms, costPerMillionUsd }: ScalingPanel): string {
  return [
    `${formatDigits(meanInstances)} instances`,
    `p99 ${formatDuration(p99Ms)}`,
    `${formatUsd(costPerMillionUsd)}/M`,
  ].join(' · ');
}

function drawRules({ mostInstances }: Axes): Markup {
  const { width, height } = plot;
  return markup`<path class="rule" d="M0 0H${width}M0 ${height / 2}H${width}M0 ${height}H${width}"/>
<text x="-6" y="4" text-anchor="end">${mostInstances}</text>
<text x="-6" y="${height / 2 + 4}" text-anchor="end">${mostInstances / 4}</text>
<text x="-6" y="${height + 4}" text-anchor="end">0</text>`;
}

/** Instances change at once: a stair, not a slope. */
function toLine({ instances, everyMs }: ScalingPanel, { durationMs, mostInstances }: Axes): string {
  const steps = instances.map((count, at) => {
    const y = toY(count / mostInstances);
    return at === 0 ? `M0 ${y}` : count === instances[at - 1] ? '' : `H${toX(at * everyMs, durationMs)}V${y}`;
  });
  return `${steps.join('')}H${toX((instances.length - 1) * everyMs, durationMs)}`;
}

function toArea({ arrivals, everyMs }: ScalingPanel, { durationMs, mostArrivals }: Axes): string {
  const points = arrivals.map((count, at) => {
    const share = (count * 1000) / everyMs / mostArrivals;
    return `L${toX(at * everyMs, durationMs)} ${toY(share)}`;
  });
  return `M0 ${plot.height}${points.join('')}V${plot.height}Z`;
}

function toX(ms: number, durationMs: number): number {
  return toPixel((plot.width * ms) / durationMs);
}

/** As the root: otherwise those that need few instances would all lie on the axis. */
function toY(share: number): number {
  return toPixel(plot.height * (1 - Math.sqrt(share)));
}

function toPixel(value: number): number {
  return Math.round(value * 10) / 10;
}

function toTime(ms: number): string {
  const hours = ms / 3_600_000;
  return hours >= 1 ? `${Number(hours.toFixed(1))} hours` : `${Number((ms / 60_000).toFixed(1))} minutes`;
}
