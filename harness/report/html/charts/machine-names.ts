/** Names at the levels of the break-even chart, clear of the rising line, of its dots and of each other. */
import type { AlwaysOnComparison } from '../../../contract/summary.ts';
import { formatUsd } from '../../format.ts';
import { type Markup, markup } from '../../markup.ts';
import { type Plot, toPixel } from './axes.ts';
import { estimateTextWidth, shorten } from './labels.ts';
import type { Scale } from './scale.ts';

export function renderMachineNames(
  comparisons: readonly AlwaysOnComparison[],
  x: Scale,
  y: Scale,
  plot: Plot,
): Markup {
  return markup`${placeNames(comparisons, x, y, plot).map(renderName)}`;
}

interface MachineLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

/**
 * The function rises from the lower left to the upper right. So a machine's name has room above its level at the left of
 * the break-even, or below its level at the right. Names on the same side keep their distance.
 */
function placeNames(
  comparisons: readonly AlwaysOnComparison[],
  x: Scale,
  y: Scale,
  plot: Plot,
): MachineLabel[] {
  const labels = comparisons.map((one) => {
    const at = x.at(one.breakEvenRatePerSecond);
    return { level: y.at(one.usdPerMonth), ...fitName(one, at - plot.left - 20, plot.right - at - 6) };
  });
  const left = labels.filter((one) => one.isLeft).toSorted((one, other) => other.level - one.level);
  const right = labels.filter((one) => !one.isLeft).toSorted((one, other) => one.level - other.level);
  let [lowest, highest] = [Infinity, -Infinity];
  return [
    ...left.map(({ text, level }) => {
      lowest = Math.min(lowest - 15, level - 6);
      return { text, x: plot.left + 6, y: lowest, anchor: 'start' as const };
    }),
    ...right.map(({ text, level }) => {
      highest = Math.max(highest + 15, level + 15);
      return { text, x: plot.right, y: highest, anchor: 'end' as const };
    }),
  ];
}

/** With its price if there is room on either side, else without, else shortened: the axis has the price as well. */
function fitName(
  { machine, usdPerMonth }: AlwaysOnComparison,
  left: number,
  right: number,
): { text: string; isLeft: boolean } {
  for (const text of [`${machine} ${formatUsd(usdPerMonth)}`, machine]) {
    const width = estimateTextWidth(text);
    if (width <= Math.max(left, right)) return { text, isLeft: width <= left };
  }
  const letters = Math.floor(Math.max(left, right) / estimateTextWidth('n'));
  return { text: shorten(machine, Math.max(3, letters)), isLeft: left >= right };
}

function renderName({ text, x, y, anchor }: MachineLabel): Markup {
  return markup`<text class="label machine" x="${x}" y="${toPixel(y)}" text-anchor="${anchor}">${text}</text>\n`;
}
