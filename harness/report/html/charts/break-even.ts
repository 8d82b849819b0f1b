/** Monthly cost over the rate, both on log axes: the function rises with the rate, a machine costs what it costs. */
import { formatRate, formatUsd } from '../../format.ts';
import type { AlwaysOnComparison } from '../../../contract/summary.ts';
import { type Markup, markup } from '../../markup.ts';
import { type Plot, countTicks, createPlot, renderAxes, toPixel } from './axes.ts';
import type { ChartSize } from './figure.ts';
import { estimateTextWidth } from './labels.ts';
import { renderMachineNames } from './machine-names.ts';
import { type Scale, createLogScale } from './scale.ts';

/** @param comparisons - of one load of one function, one a machine, with positive rates and prices. */
export function drawBreakEven(comparisons: readonly AlwaysOnComparison[], size: ChartSize): Markup {
  const plot = createPlot(size, 40);
  const rate = comparisons[0]?.ratePerSecond ?? 1;
  const ticks = countTicks(plot);
  const rates = comparisons.flatMap((one) => [one.ratePerSecond, one.breakEvenRatePerSecond]);
  const [low, high] = [Math.min(...rates) / 3, Math.max(...rates) * 3];
  const fixed = comparisons[0]?.fixedUsdPerMonth ?? 0;
  const usdAt = (perSecond: number): number => fixed + slopeOf(comparisons) * perSecond;
  const x = createLogScale(low, high, { from: plot.left, to: plot.right, maxTicks: ticks.x });
  const prices = comparisons.map((one) => one.usdPerMonth / 2);
  const y = createLogScale(Math.min(usdAt(x.low), ...(fixed > 0 ? prices : [])), usdAt(x.high), {
    from: plot.bottom,
    to: plot.top,
    maxTicks: ticks.y,
  });
  return markup`${renderAxes(
    plot,
    { scale: x, title: 'invocations a second, log scale', format: formatRate },
    { scale: y, title: 'US dollars a month, log scale', format: formatUsdTick },
  )}${comparisons.map((one) => renderMachine(one, x, y, plot))}${renderFunctionLine(x, y, usdAt)}${renderLoad(
    rate,
    x,
    toPixel(y.at(usdAt(rate))),
    plot,
  )}${renderMachineNames(comparisons, x, y, plot)}`;
}

/** Dollars a month for each invocation a second. */
function slopeOf(comparisons: readonly AlwaysOnComparison[]): number {
  const first = comparisons[0];
  return first === undefined ? 0 : (first.functionUsdPerMonth - first.fixedUsdPerMonth) / first.ratePerSecond;
}

/** A straight line on log axes, unless something is paid for without any invocation: then it starts out level. */
function renderFunctionLine(x: Scale, y: Scale, usdAt: (rate: number) => number): Markup {
  const fixed = usdAt(0);
  const slope = usdAt(1) - fixed;
  // Cut where it leaves the chart, so that holding a value at the edge does not bend it.
  const from = Math.max(x.low, (y.low - fixed) / slope);
  const to = Math.min(x.high, (y.high - fixed) / slope);
  const steps = fixed > 0 ? 40 : 1;
  const points = Array.from({ length: steps + 1 }, (_, step) => from * (to / from) ** (step / steps));
  const path = points.map((rate) => `${toPixel(x.at(rate))} ${toPixel(y.at(usdAt(rate)))}`).join('L');
  return markup`<path class="line cost" d="M${path}"/>
`;
}

function renderMachine(one: AlwaysOnComparison, x: Scale, y: Scale, plot: Plot): Markup {
  const [cx, cy] = [toPixel(x.at(one.breakEvenRatePerSecond)), toPixel(y.at(one.usdPerMonth))];
  return markup`<path class="line machine" d="M${plot.left} ${cy}H${plot.right}"/><circle class="dot cost" cx="${cx}" cy="${cy}" r="4"/>\n`;
}

/** The rate of the run itself has its name above the plot, where nothing else is. */
function renderLoad(rate: number, x: Scale, y: number, plot: Plot): Markup {
  const text = `this load, ${formatRate(rate)}`;
  const [cx, half] = [toPixel(x.at(rate)), estimateTextWidth(text) / 2];
  const middle = toPixel(Math.min(plot.right + 20 - half, Math.max(plot.left + half, cx)));
  return markup`<path class="leader cost" d="M${cx} ${y}V${plot.top - 3}"/><rect class="dot cost" x="${toPixel(cx - 4)}" y="${toPixel(y - 4)}" width="8" height="8"/>
<text class="label cost" x="${middle}" y="${plot.top - 7}" text-anchor="middle">${text}</text>
`;
}

function formatUsdTick(usd: number): string {
  return usd >= 1 ? formatUsd(usd).replace(/\.00$/, '') : formatUsd(usd);
}
