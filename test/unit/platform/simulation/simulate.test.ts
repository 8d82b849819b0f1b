import { describe, expect, it } from '@jest/globals';
import { exponential, runSimulated, type SimulatedFigures } from '../../../support/simulated.ts';

const lifetimeMs = 600_000;

/** Arrivals of the AWS measurements published with SimFaaS (examples/exp.csv): warm 1.98134 s, cold 2.30374 s. */
const asMeasured = (ratePerSecond: number): SimulatedFigures =>
  runSimulated({
    ratePerSecond,
    warm: exponential(1981.34),
    cold: exponential(2303.74),
    lifetimeMs,
    seconds: 1e6,
  });

describe('a simulated function that starts an instance for each invocation without an idle one', () => {
  // Rate; cold probability and mean instances of an independent simulator with their deviation between runs; those that
  // AWS showed.
  const table = [
    [0.00186, 0.33033, 0.0121, 0.679, 0.011, 0.34299, 0.6742],
    [0.00246, 0.23234, 0.0097, 0.7811, 0.009, 0.21083, 0.8135],
    [0.00288, 0.18181, 0.0078, 0.8347, 0.008, 0.14543, 0.7795],
    [0.00345, 0.13171, 0.006, 0.8901, 0.007, 0.1101, 0.9076],
    [0.00425, 0.08583, 0.0045, 0.9444, 0.006, 0.07948, 0.9459],
    [0.00572, 0.04295, 0.0025, 1.0064, 0.006, 0.03828, 1.0319],
    [0.00785, 0.02323, 0.0016, 1.0608, 0.006, 0.03382, 1.1291],
    [0.01638, 0.02327, 0.0009, 1.2655, 0.011, 0.01955, 1.2699],
    [0.05012, 0.0106, 0.0004, 2.0394, 0.009, 0.00854, 2.1136],
    [0.09987, 0.00715, 0.00015, 2.6443, 0.012, 0.00595, 2.7641],
    [0.10038, 0.00714, 0.00015, 2.6506, 0.012, 0.00566, 2.8888],
    [0.19808, 0.00382, 0.00009, 3.58, 0.014, 0.00372, 3.7188],
    [0.30179, 0.00283, 0.00008, 4.368, 0.013, 0.00294, 4.4218],
    [0.39749, 0.0024, 0.00006, 4.9868, 0.015, 0.00208, 5.045],
    [0.49967, 0.00198, 0.00006, 5.6013, 0.02, 0.00191, 5.6942],
    [0.59561, 0.00179, 0.00005, 6.1338, 0.023, 0.00176, 6.4194],
    [0.69727, 0.00158, 0.00004, 6.6753, 0.023, 0.00175, 6.9277],
    [0.79794, 0.00145, 0.00005, 7.1881, 0.023, 0.00156, 7.5639],
    [0.90246, 0.00134, 0.00004, 7.694, 0.026, 0.00151, 7.8698],
    [1.00053, 0.00125, 0.00003, 8.1542, 0.022, 0.00131, 8.3971],
  ] as const;
  const measured = table.map((row) => [asMeasured(row[0]), row] as const);

  it('agrees with an independent simulator within four deviations at every published rate', () => {
    for (const [figures, [, cold, coldDeviation, instances, instancesDeviation]] of measured) {
      const { coldProbability, meanInstances } = figures;
      expect(Math.abs(coldProbability - cold) / coldDeviation).toBeLessThan(4);
      expect(Math.abs(meanInstances - instances) / instancesDeviation).toBeLessThan(4);
    }
  });

  it('agrees with what AWS Lambda showed: cold probability within 15 %, instances within 4 %, on average', () => {
    const meanError = (errors: readonly number[]): number =>
      errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
    expect(meanError(measured.map(([figures, row]) => figures.coldProbability / row[5] - 1))).toBeLessThan(
      0.15,
    );
    expect(meanError(measured.map(([figures, row]) => figures.meanInstances / row[6] - 1))).toBeLessThan(
      0.04,
    );
  });

  it('shows the published distribution of instance counts', () => {
    const { timeAtCount, meanInstances, meanBusy } = runSimulated({
      ratePerSecond: 0.9,
      warm: exponential(1991),
      cold: exponential(2244),
      lifetimeMs,
      seconds: 1e6,
    });
    expect(Math.abs(meanInstances - 7.696) / 0.021).toBeLessThan(4);
    expect(Math.abs(meanBusy - 1.7914) / 0.003).toBeLessThan(4);
    const published = { 6: 0.051959, 7: 0.404077, 8: 0.387639, 9: 0.119743, 10: 0.030551 };
    for (const [count, share] of Object.entries(published)) {
      expect((timeAtCount[Number(count)] ?? 0) / 1e9).toBeCloseTo(share, 1);
    }
  });

  it.each([
    [60_000, 0.01604, 0.00014, 5.892],
    [300_000, 0.0028102, 0.00004, 7.186],
    [1_200_000, 0.00064417, 0.00002, 8.178],
  ])('has fewer cold starts the longer instances live: %d ms', (lifetime, cold, deviation, instances) => {
    const { coldProbability, meanInstances } = runSimulated({
      ratePerSecond: 0.9,
      warm: exponential(1991),
      cold: exponential(2244),
      lifetimeMs: lifetime,
      seconds: 1e6,
    });
    expect(Math.abs(coldProbability - cold) / deviation).toBeLessThan(4);
    expect(Math.abs(meanInstances / instances - 1)).toBeLessThan(0.02);
  });

  it('starts one for each invocation when all come further apart than instances live', () => {
    const constant = { kind: 'constant', ms: 2000 } as const;
    const { tally, coldProbability, meanInstances } = runSimulated({
      gapMs: 700_000,
      warm: constant,
      lifetimeMs,
      seconds: 7e5,
    });
    expect(coldProbability).toBe(1);
    expect(tally.lifeMs / tally.removed).toBe(602_000);
    expect(meanInstances).toBeCloseTo(602 / 700, 3);
  });

  it('starts one in all when they come closer together', () => {
    const { tally, meanInstances } = runSimulated({
      gapMs: 300_000,
      warm: { kind: 'constant', ms: 2000 },
      lifetimeMs,
      seconds: 3e5,
    });
    expect(tally.starts.cold).toBe(1);
    expect(meanInstances).toBe(1);
  });

  it.each([
    [10, 2000, 20, 0.158892, 5e4],
    [100, 2000, 150, 0.263182, 5e3],
  ])(
    'refuses as many as Erlang B says: %d/s of %d ms on %d',
    (ratePerSecond, serviceMs, most, share, seconds) => {
      const { refusedShare } = runSimulated({
        ratePerSecond,
        warm: exponential(serviceMs),
        lifetimeMs: Infinity,
        accountConcurrency: most,
        seconds,
      });
      expect(Math.abs(refusedShare - share)).toBeLessThan(4 * 0.0024);
    },
  );

  it('keeps Little’s law: as many busy as arrive times how long they take', () => {
    const { tally, meanBusy } = runSimulated({
      ratePerSecond: 5,
      warm: exponential(800),
      lifetimeMs,
      seconds: 4e4,
    });
    expect(meanBusy / ((tally.arrivals / 4e4) * (tally.response.meanMs / 1000))).toBeCloseTo(1, 3);
  });

  it('gives the same result bit by bit for the same seed, and another for another', () => {
    const run = (seed: number): unknown => {
      const { tally, ...rest } = runSimulated({
        ratePerSecond: 3,
        warm: exponential(500),
        lifetimeMs,
        seconds: 1e4,
        seed,
      });
      return { ...rest, response: tally.response.meanMs, life: tally.lifeMs };
    };
    expect(run(7)).toEqual(run(7));
    expect(run(7)).not.toEqual(run(8));
  });
});
