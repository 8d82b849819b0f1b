/** The mean of the last so many values, of which a new one comes every second. */

export interface SlidingMean {
  add(value: number): void;
  mean(): number;
}

export function createSlidingMean(size: number): SlidingMean {
  const values = new Float64Array(size);
  let next = 0;
  let sum = 0;
  return {
    add(value) {
      sum += value - (values[next] ?? 0);
      values[next] = value;
      next = (next + 1) % size;
      // Rounding adds up: with each round the sum is made anew.
      if (next === 0) sum = values.reduce((total, one) => total + one, 0);
    },
    mean: () => sum / size,
  };
}
