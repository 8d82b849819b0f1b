/** Multiplies two square matrices. Their entries are whole numbers, so that the product is exact in any order. */
import { createRandom } from '../../shared/node/seeded.mts';

export function handle({ n, seed }: { readonly n: number; readonly seed: number }): {
  n: number;
  trace: number;
  /** Of all entries, row i times i + 1. */
  weightedSum: number;
} {
  const below = createRandom(seed);
  const a = Float64Array.from({ length: n * n }, () => below(100));
  const b = Float64Array.from({ length: n * n }, () => below(100));
  const product = multiply(a, b, n);
  let [trace, weightedSum] = [0, 0];
  for (let row = 0; row < n; row++) {
    trace += product[row * n + row] ?? 0;
    for (let column = 0; column < n; column++) weightedSum += (row + 1) * (product[row * n + column] ?? 0);
  }
  return { n, trace, weightedSum };
}

/** Row by row of `b`, as it lies in memory. */
function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let inner = 0; inner < n; inner++) {
      const factor = a[row * n + inner] ?? 0;
      for (let column = 0; column < n; column++) {
        product[row * n + column] = (product[row * n + column] ?? 0) + factor * (b[inner * n + column] ?? 0);
      }
    }
  }
  return product;
}
