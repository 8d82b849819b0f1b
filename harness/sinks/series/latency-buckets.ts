/** The `le_*` fields: how many response times fell between one bound and the next. For heatmaps drawn by the server. */
import type { Millis } from '../../contract/units.ts';

/** Upper bounds in milliseconds, inclusive: six a decade. Changing one breaks the comparison with earlier runs. */
export const bucketBoundsMs: readonly Millis[] = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000, 7000,
  10_000, 15_000, 20_000, 30_000, 60_000,
];

/** One field more than there are bounds: the last holds what lies above all of them. */
export const bucketFields: readonly string[] = [...bucketBoundsMs.map((bound) => `le_${bound}`), 'le_inf'];

/** Position in {@link bucketFields}. */
export function bucketOf(duration: Millis): number {
  let low = 0;
  let high = bucketBoundsMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (duration <= (bucketBoundsMs[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}
