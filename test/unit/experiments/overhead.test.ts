import { describe, expect, it } from '@jest/globals';
import { toClockOffset } from '../../../harness/analyze/clock-offset.ts';
import {
  type VirtualTarget,
  countHits,
  drawNoise,
  estimateOf,
  holds,
  parseExperiment,
  playVirtually,
} from '../../support/play-virtually.ts';
import { syntheticEpochMs } from '../../support/synthetic-run.ts';

const config = parseExperiment(
  '{ kind: overhead, function: hello, rate: 50/s, for: 1s, warmUp: 0s, samples: 8 }',
  ['hello'],
);

const [wayThereMs, handlerMs, wayBackMs, networkMs] = [3, 12, 2, 0.8];

/** A clock that is 7 s ahead of ours; both ways differ from one invocation to the next. */
function toTarget(skewMs: number): VirtualTarget {
  let connects = 0;
  return {
    answer({ phase, atMs, random }) {
      if (phase.id.endsWith('/connect')) {
        connects++;
        return { serviceMs: 20, connectDurationMs: networkMs * (1 + (connects % 7)) };
      }
      const there = wayThereMs * drawNoise(random, 0.2);
      const inHandler = handlerMs * drawNoise(random, 0.05);
      return {
        serviceMs: there + inHandler + wayBackMs * drawNoise(random, 0.2),
        handlerDurationMs: inHandler,
        handlerStartedAtEpochMs: syntheticEpochMs + atMs + there + skewMs,
      };
    },
  };
}

describe('the overhead experiment', () => {
  it('has every part in its intervals in at least 93 of 100 seeded runs', () => {
    const hits = countHits((seed) => playVirtually(config, toTarget(7000), seed), {
      functionMs: handlerMs,
      functionShare: handlerMs / (wayThereMs + handlerMs + wayBackMs),
      platformMs: wayThereMs + wayBackMs - networkMs,
    });
    for (const count of Object.values(hits)) expect(count).toBeGreaterThanOrEqual(93);
  });

  it.each([0, 7000, -90_000])('does not care that the clock of the instance is %p ms off', (skewMs) => {
    const finding = playVirtually(config, toTarget(skewMs), 1);
    expect(estimateOf(finding, 'networkMs')?.value).toBeCloseTo(networkMs, 9);
    // By half of what the two ways differ in the quickest answer.
    expect(Math.abs((estimateOf(finding, 'wayThereMs')?.value ?? 0) - wayThereMs)).toBeLessThan(0.8);
    const [[, ahead] = []] = finding.tables[0]?.rows ?? [];
    expect(holds(ahead as Parameters<typeof holds>[0], skewMs)).toBe(true);
  });

  it('refuses to answer where no handler said when it began', () => {
    const silent: VirtualTarget = { answer: () => ({ serviceMs: 5 }) };
    expect(playVirtually(config, silent, 1).conclusion).toMatchObject({
      verdict: 'inconclusive',
      moreSamples: null,
    });
  });
});

describe('the offset between two clocks', () => {
  it('is that of the exchange that was under way the shortest', () => {
    const quick = { sentMs: 0, receivedThereMs: 1001, answeredThereMs: 1011, receivedMs: 12 };
    const slow = { sentMs: 20, receivedThereMs: 1040, answeredThereMs: 1041, receivedMs: 42 };
    expect(toClockOffset([slow, quick])).toEqual({ offsetMs: 1000, roundTripMs: 2 });
    expect(toClockOffset([])).toBeNull();
  });
});
