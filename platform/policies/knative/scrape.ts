/**
 * Which instances are asked for their report, and what is concluded of all (knative/serving
 * pkg/autoscaler/metrics/sample_size.go and stats_scraper.go).
 */
import type { Stat } from './request-stats.ts';

/** Square of the normal quantile of 95 %, times the variance, over the square of the margin of error. */
const sampleConstant = (1.96 ** 2 * 100) / 5 ** 2;

/** How many of so many instances are asked: all of up to three, at most sixteen. */
export function toSampleSize(instances: number): number {
  if (instances < 0) return 0;
  if (instances <= 3) return instances;
  return Math.ceil((instances * sampleConstant) / (instances + sampleConstant - 1));
}

/**
 * The instances to be asked, as indices. Those younger than the window come last: their averages are still low.
 *
 * @param draw - uniform, from 0 to below 1; called once for each instance but one, at most.
 */
export function chooseScraped(
  agesMs: readonly number[],
  windowMs: number,
  draw: () => number,
): readonly number[] {
  const size = toSampleSize(agesMs.length);
  const indices = [...agesMs.keys()];
  const old = indices.filter((index) => (agesMs[index] ?? 0) >= windowMs);
  if (old.length >= size) return shuffle(old, draw).slice(0, size);
  const young = indices.filter((index) => (agesMs[index] ?? 0) < windowMs);
  return [...old, ...shuffle(young, draw)].slice(0, size);
}

/** Fisher and Yates. */
function shuffle(indices: readonly number[], draw: () => number): readonly number[] {
  const shuffled = [...indices];
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = Math.floor(draw() * (last + 1));
    [shuffled[last], shuffled[other]] = [shuffled[other] ?? 0, shuffled[last] ?? 0];
  }
  return shuffled;
}

/** Sum over all instances, from those that were asked. */
export function combineStats(sampled: readonly Stat[], instances: number): Stat {
  const factor = sampled.length === 0 ? 0 : instances / sampled.length;
  const sum = (read: (stat: Stat) => number): number =>
    sampled.reduce((total, stat) => total + read(stat), 0) * factor;
  return {
    concurrency: sum((stat) => stat.concurrency),
    proxiedConcurrency: sum((stat) => stat.proxiedConcurrency),
    requests: sum((stat) => stat.requests),
    proxiedRequests: sum((stat) => stat.proxiedRequests),
  };
}
