import { describe, expect, it } from '@jest/globals';
import {
  type VirtualTarget,
  countHits,
  drawNoise,
  estimateOf,
  parseExperiment,
  playVirtually,
} from '../../support/play-virtually.ts';

const config = parseExperiment(
  `{ kind: neighbour, function: victim, neighbours: [hog, lamb], rate: 20/s, for: 1s, warmUp: 0s, samples: 8, concurrency: 1 }`,
  ['victim', 'hog', 'lamb'],
);

/** Beside the hog everything takes 1.5 times as long; the machine itself is faster and slower from hour to hour. */
const disturbed: VirtualTarget = {
  answer({ phase, beside, round, random }) {
    if (phase.function !== 'victim') return { serviceMs: 250 };
    const drift = 1 + 0.5 * Math.sin(round);
    const slower = beside.some((one) => one.function === 'hog') ? 1.5 : 1;
    return { serviceMs: 10 * drift * slower * drawNoise(random, 0.2) };
  },
};

describe('the neighbour experiment', () => {
  it('has the slowdown in its intervals in at least 93 of 100 seeded runs', () => {
    const hits = countHits((seed) => playVirtually(config, disturbed, seed), {
      hogSlowdownP50: 1.5,
      lambSlowdownP50: 1,
    });
    for (const count of Object.values(hits)) expect(count).toBeGreaterThanOrEqual(93);
  });

  it('says whom it bears and whom it does not', () => {
    const { conclusion } = playVirtually(config, disturbed, 1);
    expect(conclusion.verdict).toBe('answered');
    expect(conclusion.sentence).toMatch(/beside hog, 1\.[45]\d? times as long as alone in the median/);
    expect(conclusion.sentence).toContain('beside lamb, as long as alone within what was measured');
  });

  it('counts the invocations of the function, and none of the neighbour, as its time', () => {
    const finding = playVirtually(config, disturbed, 1);
    expect(estimateOf(finding, 'hogSlowdownP50')?.value).toBeLessThan(2);
    expect(finding.tables[0]?.rows.map(([name]) => name)).toEqual(['alone', 'beside hog', 'beside lamb']);
  });

  it('says how many more rounds it takes where chance is larger than the slowdown', () => {
    const wild: VirtualTarget = { answer: ({ random }) => ({ serviceMs: 10 * drawNoise(random, 2) }) };
    const { conclusion } = playVirtually(config, wild, 1);
    expect(conclusion.verdict).toBe('inconclusive');
    expect(conclusion).toHaveProperty('moreSamples', expect.any(Number));
  });
});
