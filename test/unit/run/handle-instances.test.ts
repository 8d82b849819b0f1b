import { describe, expect, it } from '@jest/globals';
import type { Deployment, ForcesColdStart, KillsInstances } from '../../../harness/contract/provider.ts';
import { fromMillis } from '../../../harness/contract/units.ts';
import { disturb, prepare } from '../../../harness/run/handle-instances.ts';
import { createMonotonicClockStub } from '../../support/stub-clock.ts';

const { signal } = new AbortController();

function createDeployment(does: string[]): Deployment & ForcesColdStart & KillsInstances {
  return {
    function: 'hello',
    target: {} as Deployment['target'],
    deployDurationMs: 1,
    remove: () => Promise.resolve(),
    forceColdStart: async () => void does.push('discard'),
    killInstance: async () => `i-${does.push('kill')}`,
  };
}

describe('before a repetition', () => {
  it.each([
    [{ kind: 'nothing' }, [], []],
    [{ kind: 'discardInstances' }, ['discard'], []],
    [{ kind: 'idle', forMs: 6000 }, [], [100]],
  ] as const)('%j is done, in the time of the provider', async (before, done, pauses) => {
    const does: string[] = [];
    const clock = createMonotonicClockStub();
    const context = { clock, timeScale: 60, idleSince: undefined };
    await prepare(before, createDeployment(does), context, signal);
    expect(does).toEqual(done);
    expect(clock.pauses).toEqual(pauses);
  });
});

describe('the time without an invocation', () => {
  it.each([
    [40, [60]],
    [200, [0]],
  ])('has begun already when %d ms have passed since the last one', async (passedMs, pauses) => {
    const clock = { ...createMonotonicClockStub(), now: () => fromMillis(1000 + passedMs) };
    const context = { clock, timeScale: 60, idleSince: fromMillis(1000) };
    await prepare({ kind: 'idle', forMs: 6000 }, createDeployment([]), context, signal);
    expect(clock.pauses).toEqual(pauses);
  });
});

describe('while the load is played', () => {
  it('instances are killed one after the other, until it ends', async () => {
    const ticks: { readonly millis: number; readonly tick: () => void }[] = [];
    let ended = 0;
    const clock = {
      ...createMonotonicClockStub(),
      every: (millis: number, tick: () => void) => {
        ticks.push({ millis, tick });
        return () => void ended++;
      },
    };
    const told: string[] = [];
    const context = { clock, tell: (line: string) => void told.push(line) };
    const end = disturb({ kind: 'killInstances', everyMs: 250 }, createDeployment([]), context);
    const [timer] = ticks;
    timer?.tick();
    timer?.tick();
    await new Promise((resolve) => setImmediate(resolve));
    end();
    expect(timer?.millis).toBe(250);
    expect(told).toEqual(['killed i-1', 'killed i-2']);
    expect(ended).toBe(1);
  });

  it('what could not be killed is told', async () => {
    const told: string[] = [];
    const clock = {
      ...createMonotonicClockStub(),
      every: (_: number, tick: () => void) => {
        tick();
        return () => undefined;
      },
    };
    const broken = { ...createDeployment([]), killInstance: () => Promise.reject(new Error('no answer')) };
    disturb({ kind: 'killInstances', everyMs: 1 }, broken, { clock, tell: (line) => void told.push(line) });
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toEqual(['could not kill an instance of hello: no answer']);
  });
});
