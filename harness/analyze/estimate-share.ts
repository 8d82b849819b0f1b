/**
 * How sure a share is that was counted: the exact interval of Clopper and Pearson (Biometrika, 1934), by bisection of the
 * binomial distribution. It holds for shares near 0 and 1, and for few trials, where the normal approximation does not.
 */
import type { Estimate } from '../contract/summary.ts';

/**
 * @param confidence - default 0.95.
 * @returns null of no trials.
 */
export function estimateShare(hits: number, trials: number, confidence: number = 0.95): Estimate | null {
  if (trials === 0) return null;
  const [low, high] = toClopperPearson(hits, trials, confidence);
  return { value: hits / trials, low, high };
}

export function toClopperPearson(hits: number, trials: number, confidence: number): [number, number] {
  const tail = (1 - confidence) / 2;
  // P(X >= hits) rises with p, P(X <= hits) falls.
  const low = hits === 0 ? 0 : bisect((p) => 1 - atMost(hits - 1, trials, p) < tail);
  const high = hits === trials ? 1 : bisect((p) => atMost(hits, trials, p) > tail);
  return [low, high];
}

/** The point up to which a condition holds. */
function bisect(holds: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(X <= hits) of a binomial distribution; terms by their logarithms, which do not underflow. */
function atMost(hits: number, trials: number, p: number): number {
  if (p <= 0) return 1;
  if (p >= 1) return hits >= trials ? 1 : 0;
  let logTerm = trials * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let k = 1; k <= hits; k++) {
    logTerm += Math.log((trials - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}
