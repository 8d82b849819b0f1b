import { describe, expect, it } from '@jest/globals';
import { estimateUsl } from '../../../harness/analyze/estimate-usl.ts';
import { type ThroughputPoint, fitUsl, predictUsl, toUslPeak } from '../../../harness/analyze/fit-usl.ts';
import { createRandom } from '../../../harness/contract/seeded-random.ts';

const toPoints = (pairs: readonly (readonly [number, number])[]): ThroughputPoint[] =>
  pairs.map(([concurrency, throughput]) => ({ concurrency, throughput }));

/** SPEC SDM91 benchmark, as in Gunther's book and the package `usl` of R. */
const specSdm = toPoints([
  [1, 64.9],
  [18, 995.9],
  [36, 1652.4],
  [72, 1853.2],
  [108, 1828.9],
  [144, 1775],
  [216, 1702.2],
]);

const levels = [1, 2, 4, 8, 16, 32];
const truth = { single: 90, contention: 0.03, coherency: 0.0008 };

/** Throughputs under the law, off by 3 % of themselves. */
function measure(seed: number, repetitions: number): ThroughputPoint[] {
  const random = createRandom(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return levels.flatMap((concurrency) =>
    Array.from({ length: repetitions }, () => ({
      concurrency,
      throughput: predictUsl(truth, concurrency) * (1 + 0.03 * normal()),
    })),
  );
}

describe('the fit of the Universal Scalability Law', () => {
  it('agrees with the least squares of the literature', () => {
    const fit = fitUsl(specSdm);
    expect(fit?.contention).toBeCloseTo(0.0277285, 6);
    expect(fit?.coherency).toBeCloseTo(0.000104365, 8);
    expect(fit?.single).toBeCloseTo(89.9954, 3);
    const peak = toUslPeak(fit ?? truth);
    expect(peak?.concurrency).toBeCloseTo(96.52, 2);
    expect(peak?.throughput).toBeCloseTo(1883.9, 0);
  });

  it('finds a law without its noise exactly', () => {
    const points = levels.map((concurrency) => ({ concurrency, throughput: predictUsl(truth, concurrency) }));
    const fit = fitUsl(points);
    expect(fit?.contention).toBeCloseTo(truth.contention, 8);
    expect(fit?.coherency).toBeCloseTo(truth.coherency, 9);
  });

  it('has no peak where nothing makes throughput fall', () => {
    const linear = toPoints(levels.map((n) => [n, 10 * n]));
    expect(fitUsl(linear)?.contention).toBeCloseTo(0, 9);
    expect(toUslPeak(fitUsl(linear) ?? truth)).toBeNull();
  });

  it('asks for three concurrencies, and for three repetitions of each', () => {
    expect(fitUsl(specSdm.slice(0, 2))).toBeNull();
    expect(estimateUsl([...specSdm, ...specSdm], 1)).toBeNull();
  });

  it('does not say where a peak is that lies beyond twice the measured range', () => {
    const low = measure(1, 5).filter((one) => one.concurrency <= 16);
    expect(estimateUsl(low, 1)?.peakConcurrency).not.toBeUndefined();
    const lower = measure(1, 5).filter((one) => one.concurrency <= 8);
    expect(estimateUsl(lower, 1)?.peakConcurrency).toBeNull();
  });

  it('has the truth in its intervals in at least 93 of 100 seeded runs', () => {
    const peak = toUslPeak(truth);
    const hits = { single: 0, contention: 0, coherency: 0, peakConcurrency: 0, peakThroughput: 0 };
    for (let seed = 0; seed < 100; seed++) {
      const estimate = estimateUsl(measure(seed, 5), seed);
      const check = (name: keyof typeof hits, value: number | undefined): void => {
        const bounds = estimate?.[name];
        if ((bounds?.low ?? Infinity) <= (value ?? NaN) && (bounds?.high ?? -Infinity) >= (value ?? NaN))
          hits[name]++;
      };
      check('single', truth.single);
      check('contention', truth.contention);
      check('coherency', truth.coherency);
      check('peakConcurrency', peak?.concurrency);
      check('peakThroughput', peak?.throughput);
    }
    for (const count of Object.values(hits)) expect(count).toBeGreaterThanOrEqual(93);
  });
});
