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
  '{ kind: workflow, step: echo, chain: line, fanOut: fan, widths: [1, 2, 4], for: 400ms, warmUp: 0s, samples: 6 }',
  ['echo', 'line', 'fan'],
);

const [handlerMs, hopMs, ownMs, joinMs] = [4, 1.5, 2, 0.5];

/** A chain takes 2 ms and 5.5 ms a call; a fan-out, 7.5 ms and half a millisecond a call. */
const composed: VirtualTarget = {
  answer({ phase: { event, function: name }, random }) {
    const noise = drawNoise(random, 0.05);
    if (event?.kind !== 'calls') {
      return { serviceMs: (handlerMs + hopMs) * noise, handlerDurationMs: handlerMs * noise };
    }
    const calls = event.functions.length;
    const whole =
      name === 'line' ? ownMs + calls * (handlerMs + hopMs) : ownMs + handlerMs + hopMs + calls * joinMs;
    return { serviceMs: whole * noise };
  },
};

describe('the workflow experiment', () => {
  it('has what a call adds in its intervals in at least 93 of 100 seeded runs', () => {
    const hits = countHits((seed) => playVirtually(config, composed, seed), {
      handlerMs,
      chainPerCallMs: handlerMs + hopMs,
      chainAddedPerCallMs: hopMs,
      fanOutPerCallMs: joinMs,
    });
    for (const count of Object.values(hits)) expect(count).toBeGreaterThanOrEqual(93);
  });

  it('sets the sum of the handlers against the whole', () => {
    const finding = playVirtually(config, composed, 1);
    expect(finding.tables.slice(0, 2).map(({ title }) => title)).toEqual(['Chain', 'Fan-out']);
    const [, , widest] = finding.tables[0]?.rows ?? [];
    const [calls, , handlers] = widest ?? [];
    expect(calls).toBe(4);
    expect(Math.abs(Number(handlers) - 4 * handlerMs)).toBeLessThan(0.5);
    expect(estimateOf(finding, 'chainPerCallMs')?.value).toBeGreaterThan(5);
  });

  it('passes the payload to as many calls as are asked for', () => {
    const widths: number[] = [];
    playVirtually(
      config,
      {
        answer({ phase: { event } }) {
          if (event?.kind === 'calls') widths.push(event.functions.length);
          return { serviceMs: 100, handlerDurationMs: 1 };
        },
      },
      1,
    );
    expect([...new Set(widths)].toSorted((a, b) => a - b)).toEqual([1, 2, 4]);
  });
});
