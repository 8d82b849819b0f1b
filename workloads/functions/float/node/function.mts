/** Adds up sine, cosine and square root of numbers. */
import { createRandom } from '../../shared/node/seeded.mts';

export function handle({ n, seed }: { readonly n: number; readonly seed: number }): {
  n: number;
  sines: number;
  cosines: number;
  roots: number;
} {
  const below = createRandom(seed);
  let [sines, cosines, roots] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = below(2 ** 20) / 1024;
    sines += Math.sin(x);
    cosines += Math.cos(x);
    roots += Math.sqrt(x);
  }
  return { n, sines: round(sines), cosines: round(cosines), roots: round(roots) };
}

/** Languages differ in the last bit of a sine. */
function round(sum: number): number {
  return Math.floor(sum * 1e4 + 0.5) / 1e4;
}
