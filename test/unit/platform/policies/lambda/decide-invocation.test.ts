import { describe, expect, it } from '@jest/globals';
import { createTokenBucket, lambda } from '../../../../../platform/policies/index.ts';

const limits = { accountConcurrency: 1000, leastUnreserved: 100 };
const account = createTokenBucket(lambda.toRequestRateLimits(1000), 0);
const reserved = createTokenBucket(lambda.toRequestRateLimits(10), 0);
const spent = { tokens: 0, asOfMs: 0 };

const quiet: lambda.InvocationObservation = {
  accountInFlight: 0,
  unreservedInFlight: 0,
  functionInFlight: 0,
  functionReserved: undefined,
  accountReserved: 0,
  versionIdleProvisioned: 0,
  functionIdleProvisioned: 0,
  unreservedIdleProvisioned: 0,
  accountIdleProvisioned: 0,
  requests: { account, reserved: undefined },
};

describe('an invocation', () => {
  const over = 'ConcurrentInvocationLimitExceeded';
  const overReserved = 'ReservedFunctionConcurrentInvocationLimitExceeded';

  it.each<[string, Partial<lambda.InvocationObservation>, boolean, object]>([
    ['runs on demand', {}, false, { kind: 'admit', onto: 'onDemand', reason: 'onDemand' }],
    [
      'runs on what is provisioned',
      { versionIdleProvisioned: 1, functionIdleProvisioned: 1, unreservedIdleProvisioned: 1 },
      true,
      { kind: 'admit', onto: 'provisioned', reason: 'idleProvisioned' },
    ],
    [
      'runs on what is provisioned though the account is full',
      {
        versionIdleProvisioned: 1,
        functionIdleProvisioned: 1,
        unreservedIdleProvisioned: 1,
        accountIdleProvisioned: 1,
        unreservedInFlight: 999,
        accountInFlight: 999,
      },
      true,
      { kind: 'admit', onto: 'provisioned' },
    ],
    [
      'spills over when all of it is busy',
      { unreservedInFlight: 5, accountInFlight: 5 },
      true,
      { kind: 'admit', onto: 'onDemand', reason: 'spillOver' },
    ],
    [
      'does not spill over into a full account',
      { unreservedInFlight: 1000, accountInFlight: 1000 },
      true,
      { kind: 'throttle', reason: over, waitMs: 0 },
    ],
    [
      'finds no room in what others have provisioned and do not use',
      {
        unreservedInFlight: 600,
        accountInFlight: 600,
        unreservedIdleProvisioned: 400,
        accountIdleProvisioned: 400,
      },
      false,
      { kind: 'throttle', reason: over },
    ],
    [
      'finds no room in what its own other version has provisioned of the reservation',
      {
        functionReserved: 10,
        accountReserved: 10,
        functionInFlight: 4,
        accountInFlight: 4,
        functionIdleProvisioned: 6,
        accountIdleProvisioned: 6,
        requests: { account, reserved },
      },
      false,
      { kind: 'throttle', reason: overReserved },
    ],
    [
      'of a function that is switched off is refused for that',
      { functionReserved: 0, requests: { account, reserved: { tokens: 1, asOfMs: 0 } } },
      false,
      { kind: 'throttle', reason: overReserved },
    ],
    [
      'over the rate of the account is refused, with the time to wait',
      { requests: { account: spent, reserved: undefined } },
      false,
      { kind: 'throttle', reason: 'CallerRateLimitExceeded', waitMs: 0.1 },
    ],
    [
      'over the rate of its reservation is refused',
      { functionReserved: 10, requests: { account, reserved: spent } },
      false,
      { kind: 'throttle', reason: 'ReservedFunctionInvocationRateLimitExceeded', waitMs: 10 },
    ],
    [
      'within the rate of its reservation but over that of the account is refused',
      { functionReserved: 10, requests: { account: spent, reserved } },
      false,
      { kind: 'throttle', reason: 'CallerRateLimitExceeded' },
    ],
  ])('%s', (_, changes, hasProvisioned, decision) => {
    expect(lambda.decideInvocation({ ...quiet, ...changes }, limits, hasProvisioned, 0)).toMatchObject(
      decision,
    );
  });

  it('takes one of the rate when it is admitted, and none when it is refused', () => {
    const seen = { ...quiet, functionReserved: 10, requests: { account, reserved } };
    expect(lambda.decideInvocation(seen, limits, false, 0).requests).toEqual({
      account: { tokens: 9999, asOfMs: 0 },
      reserved: { tokens: 99, asOfMs: 0 },
    });
    expect(lambda.decideInvocation({ ...seen, functionInFlight: 10 }, limits, false, 0).requests).toBe(
      seen.requests,
    );
  });

  it('may come ten times as often in a second as it may run at once', () => {
    let requests: lambda.RequestBuckets = { account, reserved: undefined };
    let admitted = 0;
    for (let tick = 0; tick < 30_000; tick++) {
      const decision = lambda.decideInvocation({ ...quiet, requests }, limits, false, Math.floor(tick / 15));
      ({ requests } = decision);
      if (decision.kind === 'admit') admitted++;
    }
    expect(admitted).toBe(10_000 + 10 * 1999);
  });
});

describe('provisioned concurrency', () => {
  const seen = {
    functionReserved: undefined,
    accountReserved: 0,
    functionProvisioned: 0,
    unreservedProvisioned: 0,
  };

  it.each<[string, number, Partial<lambda.ProvisionObservation>, lambda.ProvisionDecision]>([
    [
      'may be all but what must stay unreserved',
      900,
      {},
      { kind: 'provision', reason: 'unreserved', available: 900 },
    ],
    ['may not be more', 901, {}, { kind: 'refuse', reason: 'unreserved', available: 900 }],
    [
      'leaves others what they have',
      401,
      { accountReserved: 300, unreservedProvisioned: 150, functionProvisioned: 50 },
      { kind: 'refuse', reason: 'unreserved', available: 400 },
    ],
    [
      'is taken from the reservation, where there is one',
      10,
      { functionReserved: 10, accountReserved: 900 },
      { kind: 'provision', reason: 'reserved', available: 10 },
    ],
    [
      'is shared with the other versions of the function',
      5,
      { functionReserved: 10, functionProvisioned: 6 },
      { kind: 'refuse', reason: 'reserved', available: 4 },
    ],
    [
      'is never less than nothing',
      1,
      { functionReserved: 0, functionProvisioned: 6 },
      { kind: 'refuse', reason: 'reserved', available: 0 },
    ],
  ])('%s', (_, wanted, changes, decision) => {
    expect(lambda.decideProvision(wanted, { ...seen, ...changes }, limits)).toEqual(decision);
  });

  const asked = { wanted: 500, sinceMs: 0, started: 0, ready: 0, hasFailed: false };
  it.each<[string, Partial<lambda.AllocationObservation>, number, lambda.AllocationDecision]>([
    ['begins', {}, 1000, { status: 'IN_PROGRESS', start: 100, reason: 'allocating' }],
    [
      'goes on',
      { started: 100, ready: 90 },
      2500,
      { status: 'IN_PROGRESS', start: 150, reason: 'allocating' },
    ],
    [
      'starts no more than asked',
      { started: 400 },
      60_000,
      { status: 'IN_PROGRESS', start: 100, reason: 'allocating' },
    ],
    [
      'waits for the last',
      { started: 500, ready: 499 },
      60_000,
      { status: 'IN_PROGRESS', start: 0, reason: 'allocating' },
    ],
    ['is there', { started: 500, ready: 500 }, 60_000, { status: 'READY', start: 0, reason: 'allAllocated' }],
    [
      'has failed',
      { started: 500, hasFailed: true },
      60_000,
      { status: 'FAILED', start: 0, reason: 'initFailed' },
    ],
  ])('%s', (_, changes, nowMs, decision) => {
    expect(lambda.decideAllocation({ ...asked, ...changes }, nowMs)).toEqual(decision);
  });

  it.each([
    [3000, 130_000],
    [300_000, 300_000],
    [1_000_000, 900_000],
  ])('of a function with a timeout of %i ms may take %i ms to initialise', (timeoutMs, limitMs) => {
    expect(lambda.toInitLimitMs(timeoutMs)).toBe(limitMs);
  });

  it('comes at the rate that is given', () => {
    expect(lambda.provisionedPerMinute).toBe(6000);
    expect(lambda.decideAllocation(asked, 60_000, 60).start).toBe(60);
  });
});
