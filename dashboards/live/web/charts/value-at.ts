/** What a series says at an x: what the cursor reads. */
import type { ChartPoint, ChartSeries } from '../../view-model/chart.ts';

/** Undefined before the first point of a line or of steps; the nearest of single points. */
export function valueAt({ kind, points }: ChartSeries, x: number): number | undefined {
  const after = points.findIndex(([at]) => at > x);
  const last = points[(after === -1 ? points.length : after) - 1];
  const next = after === -1 ? undefined : points[after];
  if (kind === 'step') return last?.[1];
  return nearest(last, next, x)?.[1];
}

function nearest(
  last: ChartPoint | undefined,
  next: ChartPoint | undefined,
  x: number,
): ChartPoint | undefined {
  if (last === undefined || next === undefined) return last ?? next;
  return x - last[0] <= next[0] - x ? last : next;
}
