/**
 * How sure the fit of the Universal Scalability Law is: a bootstrap over repetitions (Efron and Tibshirani, 1993), since the
 * invocations of one repetition are not independent of each other. It takes a repetition to be off from the mean of its
 * concurrency by a share that is as likely at every concurrency. What is left after the means were taken is a little too
 * small, and is stretched for it.
 */
import { groupBy } from '../contract/group-by.ts';
import { type Random, createRandom } from '../contract/seeded-random.ts';
import type { Estimate } from '../contract/summary.ts';
import { type ThroughputPoint, type UslFit, fitUsl, toUslPeak } from './fit-usl.ts';

export interface UslEstimate {
  readonly fit: UslFit;
  readonly single: Estimate;
  readonly contention: Estimate;
  readonly coherency: Estimate;
  /** Null where the peak lies further out than twice what was measured: it would be the model's word alone. */
  readonly peakConcurrency: Estimate | null;
  readonly peakThroughput: Estimate | null;
}

const resamples = 300;
/** Of the percentiles taken as bounds. With 0.025 the interval would hold in 94 of 100 cases instead of 95: percentiles of a few repetitions are a little too close. */
const tail = 0.015;
const farthest = 2;

/**
 * @param points - each repetition of each concurrency.
 * @returns null where there is no fit, or a concurrency has fewer than three repetitions.
 */
export function estimateUsl(points: readonly ThroughputPoint[], seed: number): UslEstimate | null {
  const levels = Array.from(groupBy(points, (one) => one.concurrency).values(), toLevel);
  const fit = fitUsl(levels.map(({ mean }) => mean));
  if (fit === null || levels.some((level) => level.deviations.length < 3)) return null;
  const freedom = points.length - levels.length;
  const stretch = Math.sqrt(points.length / freedom) * (1 + 1.21 / freedom);
  const deviations = levels.flatMap((level) => level.deviations).map((one) => one * stretch);
  const random = createRandom(seed);
  const fits: UslFit[] = [];
  for (let at = 0; at < resamples; at++) {
    const refitted = fitUsl(
      levels.map((level) => resample(level, deviations, random)),
      fit,
    );
    if (refitted !== null) fits.push(refitted);
  }
  const greatest = Math.max(...points.map((one) => one.concurrency));
  const bound = (value: number, of: (one: UslFit) => number): Estimate => toPercentiles(value, fits.map(of));
  const peak = toUslPeak(fit);
  const isSeen = peak !== null && peak.concurrency <= farthest * greatest;
  const peaks = fits.map(toUslPeak);
  const ofPeak = (name: keyof ThroughputPoint): Estimate | null =>
    isSeen
      ? toPercentiles(
          peak[name],
          peaks.map((one) => one?.[name] ?? Infinity),
        )
      : null;
  return {
    fit,
    single: bound(fit.single, (one) => one.single),
    contention: bound(fit.contention, (one) => one.contention),
    coherency: bound(fit.coherency, (one) => one.coherency),
    peakConcurrency: ofPeak('concurrency'),
    peakThroughput: ofPeak('throughput'),
  };
}

interface Level {
  readonly mean: ThroughputPoint;
  /** Of each repetition, as shares of the mean. */
  readonly deviations: readonly number[];
}

function toLevel(repetitions: readonly ThroughputPoint[]): Level {
  const [{ concurrency }] = repetitions as [ThroughputPoint];
  const throughput = repetitions.reduce((sum, one) => sum + one.throughput, 0) / repetitions.length;
  return {
    mean: { concurrency, throughput },
    deviations: repetitions.map((one) => (throughput === 0 ? 0 : one.throughput / throughput - 1)),
  };
}

/** The mean of as many repetitions as there were. */
function resample(
  { mean, deviations: { length } }: Level,
  from: readonly number[],
  random: Random,
): ThroughputPoint {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += from[Math.floor(random() * from.length)] as number;
  return { concurrency: mean.concurrency, throughput: mean.throughput * (1 + sum / length) };
}

function toPercentiles(value: number, values: readonly number[]): Estimate {
  const sorted = Float64Array.from(values).toSorted();
  const at = (share: number): number | null => {
    const found = sorted[Math.round(share * (sorted.length - 1))];
    return found !== undefined && Number.isFinite(found) ? found : null;
  };
  return { value, low: at(tail), high: at(1 - tail) };
}
