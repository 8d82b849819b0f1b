import { describe, expect, it } from '@jest/globals';
import { type UslFit, predictUsl, toUslPeak } from '../../../harness/analyze/fit-usl.ts';
import { createRandom } from '../../../harness/contract/seeded-random.ts';
import {
  type VirtualTarget,
  countHits,
  drawNoise,
  estimateOf,
  parseExperiment,
  playVirtually,
} from '../../support/play-virtually.ts';

const config = parseExperiment(
  '{ kind: throughput, function: hello, concurrency: [1, 2, 4, 8, 16], for: 600ms, warmUp: 0s, samples: 5 }',
  ['hello'],
);

const law: UslFit = { single: 20, contention: 0.05, coherency: 0.005 };
const saturation = predictUsl(law, 16);

/**
 * Callers that never pause get as much through as the law has it, each round 3 % more or less; arrivals that wait for
 * nobody, as much as the most of them.
 */
function createTarget(seed: number): VirtualTarget {
  const random = createRandom(1000 + seed);
  const rounds = new Map<string, number>();
  const noiseOf = (key: string): number => {
    const noise = rounds.get(key) ?? drawNoise(random, 0.03);
    rounds.set(key, noise);
    return noise;
  };
  return {
    servers: ({ load }) => (load.model === 'open' ? 4 : undefined),
    answer({ phase: { load, id }, round, random: own }) {
      const noise = drawNoise(own, 0.05);
      if (load.model === 'open') return { serviceMs: (4000 / saturation) * noise };
      const callers = load.stages[0]?.toConcurrency ?? 1;
      const cycleMs = (1000 * callers) / predictUsl(law, callers);
      return { serviceMs: cycleMs * noiseOf(`${id}/${round}`) * noise };
    },
  };
}

describe('the throughput experiment', () => {
  it('has law, saturation and knee in its intervals in at least 93 of 100 seeded runs', () => {
    const peak = toUslPeak(law);
    const truths = {
      uslSinglePerSecond: law.single,
      uslPeakPerSecond: peak?.throughput ?? 0,
      uslPeakConcurrency: peak?.concurrency ?? 0,
      saturationPerSecond: saturation,
      saturationAutocannonPerSecond: saturation,
      kneePerSecond: saturation,
    };
    const hits = countHits((seed) => playVirtually(config, createTarget(seed), seed), truths, 100);
    for (const count of Object.values(hits)) expect(count).toBeGreaterThanOrEqual(93);
  });

  it('stops at the first rate that is too much', () => {
    const finding = playVirtually(config, createTarget(1), 1);
    const steps = finding.tables.find(({ title }) => title === 'Step load')?.rows ?? [];
    expect(steps.map((row) => row[4])).toEqual([...steps.slice(1).map(() => 'yes'), 'no']);
    expect(finding.conclusion).toMatchObject({ verdict: 'answered' });
    expect(finding.conclusion.sentence).toMatch(/^hello gets \d+(\.\d)?\/s through with \d+ callers/);
  });

  it('measures by our engine and by autocannon with as many callers', () => {
    const engines = new Map<string, number>();
    const target = createTarget(1);
    playVirtually(
      config,
      {
        answer(call) {
          const { engine, load, id } = call.phase;
          if (id.includes('/engines/') && load.model === 'closed')
            engines.set(engine ?? '', load.stages[0]?.toConcurrency ?? 0);
          return target.answer(call);
        },
      },
      1,
    );
    expect([...engines.keys()].toSorted()).toEqual(['autocannon', 'native']);
    expect(new Set(engines.values()).size).toBe(1);
  });

  it('gives no knee where even the lowest rate is too much, and no peak beyond what was tried', () => {
    const failing: VirtualTarget = {
      answer: ({ phase, random }) => ({
        serviceMs: 50 * drawNoise(random, 0.1),
        outcome: phase.load.model === 'open' ? 'failed' : 'ok',
      }),
    };
    const finding = playVirtually(config, failing, 1);
    expect(estimateOf(finding, 'kneePerSecond')).toBeNull();
    expect(estimateOf(finding, 'uslPeakConcurrency')).toBeNull();
  });
});
