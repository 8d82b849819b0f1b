/** Instances over time after a burst, as steps, with the moments when half and all of them ran. */
import { formatCount, formatDuration } from '../../format.ts';
import { type Markup, markup, trusted } from '../../markup.ts';
import { type Plot, countTicks, createPlot, formatDurationTick, renderAxes, toPixel } from './axes.ts';
import type { ChartSize } from './figure.ts';
import { estimateTextWidth } from './labels.ts';
import { type Scale, createLinearScale } from './scale.ts';

export interface StepPoint {
  readonly atMs: number;
  readonly instances: number;
}

export interface Milestone extends StepPoint {
  readonly name: string;
}

export function drawSteps(
  curve: readonly StepPoint[],
  milestones: readonly Milestone[],
  wanted: number,
  size: ChartSize,
): Markup {
  const plot = createPlot(size, 44);
  const ticks = countTicks(plot);
  const lastMs = curve.reduce((latest, point) => Math.max(latest, point.atMs), 0);
  const most = curve.reduce((top, point) => Math.max(top, point.instances), wanted);
  const x = createLinearScale(
    lastMs * 1.04,
    { from: plot.left, to: plot.right, maxTicks: ticks.x },
    { exact: true },
  );
  const y = createLinearScale(most, { from: plot.bottom, to: plot.top, maxTicks: ticks.y });
  const whole = { ...y, ticks: y.ticks.filter(Number.isInteger) };
  return markup`${renderAxes(
    plot,
    { scale: x, title: 'time since the burst', format: formatDurationTick },
    { scale: whole, title: 'instances', format: formatCount },
  )}<path class="guide" d="M${plot.left} ${toPixel(y.at(wanted))}H${plot.right}"/>
<path class="line cold" d="${trusted(toStairs(curve, x, y, plot))}"/>
${milestones.map((milestone) => renderMilestone(milestone, x, y, plot))}`;
}

/** One vertical a pixel column, from its first to its last value: steps within one pixel cannot be told apart. */
function toStairs(curve: readonly StepPoint[], x: Scale, y: Scale, plot: Plot): string {
  let path = `M${toPixel(x.at(0))} ${toPixel(y.at(0))}`;
  let column = Number.NaN;
  for (const { atMs, instances } of curve) {
    const here = Math.round(x.at(atMs));
    path += here === column ? '' : `H${here}`;
    path += `V${toPixel(y.at(instances))}`;
    column = here;
  }
  // Successive verticals in one column: the last one says it all.
  return `${path.replaceAll(/(?:V[\d.]+)+(V[\d.]+)/g, '$1')}H${plot.right}`;
}

/** A rising curve leaves the upper left and the lower right of each of its points free. */
function renderMilestone(milestone: Milestone, x: Scale, y: Scale, plot: Plot): Markup {
  const [cx, cy] = [toPixel(x.at(milestone.atMs)), toPixel(y.at(milestone.instances))];
  const text = `${milestone.name} (${formatCount(milestone.instances)}) after ${formatDuration(milestone.atMs)}`;
  const width = estimateTextWidth(text);
  const isRight = cx + 10 + width < plot.right + 20 && cy + 17 < plot.bottom - 4;
  const place = isRight ? { x: cx + 10, y: cy + 17 } : { x: Math.max(cx - 8, width), y: cy - 9 };
  return markup`<circle class="dot cold" cx="${cx}" cy="${cy}" r="4"/>
<text class="label cold" x="${toPixel(place.x)}" y="${toPixel(place.y)}" text-anchor="${isRight ? 'start' : 'end'}">${text}</text>
`;
}
