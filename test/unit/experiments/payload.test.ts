import { describe, expect, it } from '@jest/globals';
import {
  type VirtualTarget,
  countHits,
  drawNoise,
  estimateOf,
  parseExperiment,
  playVirtually,
} from '../../support/play-virtually.ts';

const configure = (samples: number): ReturnType<typeof parseExperiment> =>
  parseExperiment(
    `{ kind: payload, function: echo, sizes: [1KiB, 256KiB, 1MiB, 4MiB], for: 200ms, warmUp: 0s, samples: ${samples} }`,
    ['echo'],
  );
const config = configure(6);

const toMiB = (bytes: number): number => bytes / 2 ** 20;

/** 3 ms and 12 ms a MiB, each round slower or faster as a whole, each invocation too. */
const linear: VirtualTarget = {
  answer: ({ phase, random }) => ({
    serviceMs:
      (3 + 12 * toMiB(phase.event?.kind === 'payload' ? phase.event.bytes : 0)) * drawNoise(random, 0.1),
  }),
};

describe('the payload experiment', () => {
  it('has slope and intercept in its intervals in at least 93 of 100 seeded runs', () => {
    const hits = countHits((seed) => playVirtually(config, linear, seed), {
      slopeMsPerMiB: 12,
      interceptMs: 3,
    });
    for (const count of Object.values(hits)) expect(count).toBeGreaterThanOrEqual(93);
  });

  it('says in a sentence what a MiB costs', () => {
    const finding = playVirtually(config, linear, 1);
    expect(finding.conclusion).toMatchObject({ verdict: 'answered' });
    expect(finding.conclusion.sentence).toMatch(
      /^A MiB sent and sent back costs 1\d\.\d ms on top of \d\.\d+ ms\.$/,
    );
    expect(finding.notes).toEqual([]);
  });

  it('names the sizes that no line describes', () => {
    const steps: VirtualTarget = {
      answer: ({ phase, random }) => {
        const bytes = phase.event?.kind === 'payload' ? phase.event.bytes : 0;
        return { serviceMs: (toMiB(bytes) > 2 ? 200 : 3 + 4 * toMiB(bytes)) * drawNoise(random, 0.02) };
      },
    };
    const { notes } = playVirtually(config, steps, 1);
    expect(notes[0]).toContain('Cost does not grow in a straight line');
  });

  it('refuses to answer from too few rounds, and says how many more it takes', () => {
    const finding = playVirtually(configure(3), linear, 1);
    expect(finding.conclusion).toMatchObject({ verdict: 'inconclusive', moreSamples: 2 });
    expect(estimateOf(finding, 'slopeMsPerMiB')).not.toBeNull();
  });

  it('refuses to answer where chance is larger than the cost', () => {
    const wild: VirtualTarget = { answer: ({ random }) => ({ serviceMs: 20 * drawNoise(random, 1) }) };
    expect(playVirtually(config, wild, 1).conclusion).toMatchObject({ verdict: 'inconclusive' });
  });
});
