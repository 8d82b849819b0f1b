import { beforeEach, describe, expect, it } from '@jest/globals';
import { createDispatcher, type Dispatcher } from '../../../../platform/instances/dispatcher.ts';
import type { DispatchResult } from '../../../../platform/instances/live-fleet.ts';
import type { Pool } from '../../../../platform/instances/pool.ts';
import { createInvocationCounts } from '../../../../platform/metering/invocation-counts.ts';
import { createProfile } from '../../../../platform/policies/index.ts';

const done: DispatchResult = { kind: 'refused', reason: 'noMemory' };
const invocation = { requestId: 'r', payload: Buffer.from('{}'), wantsLogTail: false };

let reservations: Map<string, number>;
let dispatcher: Dispatcher;
/** Lets what runs end, oldest first. */
let ends: (() => void)[];
beforeEach(() => {
  reservations = new Map();
  ends = [];
  const profile = { ...createProfile('lambda'), admission: { accountConcurrency: 3, leastUnreserved: 0 } };
  dispatcher = createDispatcher(profile, createInvocationCounts(), reservations);
});

/** Begins an invocation. @returns why it was throttled; undefined while it runs. */
async function begin(name: string, version = '$LATEST'): Promise<string | undefined> {
  const pool = {
    revision: { name, version },
    dispatch: () => new Promise<DispatchResult>((resolve) => ends.push(() => resolve(done))),
  } as unknown as Pool;
  const before = ends.length;
  const dispatched = dispatcher.dispatch(pool, invocation);
  if (ends.length > before) return undefined;
  const result = await dispatched;
  return result.kind === 'throttled' ? result.reason : result.kind;
}

const overReserved = 'ReservedFunctionConcurrentInvocationLimitExceeded';
const overAccount = 'ConcurrentInvocationLimitExceeded';

describe('the dispatcher', () => {
  it('lets all versions of a function share what it has reserved', async () => {
    reservations.set('f', 2);
    expect(await begin('f')).toBeUndefined();
    expect(await begin('f', '1')).toBeUndefined();
    expect(await begin('f', '2')).toBe(overReserved);
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(await begin('f', '2')).toBeUndefined();
  });

  it('leaves the others what is not reserved, and a function its own', async () => {
    reservations.set('f', 1);
    expect(await begin('g')).toBeUndefined();
    expect(await begin('h')).toBeUndefined();
    expect(await begin('g')).toBe(overAccount);
    expect(await begin('f')).toBeUndefined();
    expect(dispatcher.inFlight()).toBe(3);
  });

  it('obeys a reservation that comes, changes and goes while invocations run', async () => {
    expect(await begin('f')).toBeUndefined();
    reservations.set('f', 1);
    expect(await begin('f')).toBe(overReserved);
    reservations.set('f', 2);
    expect(await begin('f')).toBeUndefined();
    reservations.delete('f');
    expect(await begin('f')).toBeUndefined();
    expect(await begin('f')).toBe(overAccount);
  });
});
