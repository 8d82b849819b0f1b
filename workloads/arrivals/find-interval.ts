/** Which of several stretches that follow each other a value falls into. */

/**
 * The last index whose bound is not above `value`; -1 if there is none. Stretches of no length are passed over.
 *
 * @param bounds - where each stretch begins, ascending.
 */
export function findInterval(bounds: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bounds[middle] ?? Infinity) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where each stretch begins and, last, where all of them end. */
export function toBounds(lengths: readonly number[]): Float64Array {
  const bounds = new Float64Array(lengths.length + 1);
  lengths.forEach((length, at) => {
    bounds[at + 1] = (bounds[at] ?? 0) + length;
  });
  return bounds;
}
