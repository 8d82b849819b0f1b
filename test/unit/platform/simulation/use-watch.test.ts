import { describe, expect, it } from '@jest/globals';
import { simulateLoad } from '../../../../platform/simulation/simulate-load.ts';
import type { ProfileName } from '../../../../platform/policies/profiles/registry.ts';

/** What a listener was told of invocations of 100 ms on instances that take 50 ms to start. */
function listen(profile: ProfileName, atMs: readonly number[], durationMs = 10_000): unknown[] {
  const told: unknown[] = [];
  simulateLoad({
    profile,
    functions: [
      {
        name: 'f',
        memoryMiB: 128,
        service: { kind: 'constant', ms: 100 },
        init: { kind: 'constant', ms: 50 },
        createArrivals() {
          let next = 0;
          return () => atMs[next++];
        },
        createListener: () => ({
          invoked: (...of) => told.push(['invoked', ...of]),
          wasActive: (...of) => told.push(['wasActive', ...of]),
        }),
      },
    ],
    durationMs,
    nodesMiB: [Infinity],
    replications: 1,
    createRandom: () => () => 0.5,
  });
  return told;
}

describe('who prices what instances do', () => {
  it('is told of each invocation, of the start with the first, and of the time in which one was active', () => {
    expect(listen('lambda', [0, 1000])).toEqual([
      ['invoked', 100, 50],
      ['wasActive', 100, 50, 1],
      ['invoked', 100, 0],
      ['wasActive', 100, 0, 1],
    ]);
  });

  it('is told of invocations that share an instance as one active time, without a gap between them', () => {
    expect(listen('workers', [0, 10, 100, 190, 5000]).filter((one) => String(one).startsWith('was'))).toEqual(
      [
        ['wasActive', 240, 50, 4],
        ['wasActive', 100, 0, 1],
      ],
    );
  });

  it('is told of what is active at the end', () => {
    expect(listen('workers', [0], 120)).toEqual([
      ['invoked', 100, 50],
      ['wasActive', 70, 50, 1],
    ]);
  });
});
