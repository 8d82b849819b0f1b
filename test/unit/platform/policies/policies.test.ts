import { describe, expect, it } from '@jest/globals';
import {
  type AdmissionObservation,
  chooseNewestIdle,
  chooseVersion,
  decideAdmission,
  decideKeepAlive,
  decidePlacement,
  decideReservation,
} from '../../../../platform/policies/index.ts';

describe('admission', () => {
  const overAccount = { kind: 'throttle', reason: 'ConcurrentInvocationLimitExceeded' };
  const overReserved = { kind: 'throttle', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' };
  const limits = { accountConcurrency: 1000, leastUnreserved: 100 };
  const quiet = {
    accountInFlight: 0,
    unreservedInFlight: 0,
    functionInFlight: 0,
    functionReserved: undefined,
    accountReserved: 0,
  };

  it.each<[string, Partial<AdmissionObservation>, object]>([
    ['lets the first one in', {}, { kind: 'admit' }],
    ['lets the last one in', { accountInFlight: 999, unreservedInFlight: 999 }, { kind: 'admit' }],
    ['refuses the one over the limit', { accountInFlight: 1000, unreservedInFlight: 1000 }, overAccount],
    [
      'lets the last one of a function in that has reserved, whatever the others do',
      {
        functionReserved: 10,
        functionInFlight: 9,
        accountReserved: 10,
        unreservedInFlight: 990,
        accountInFlight: 999,
      },
      { kind: 'admit' },
    ],
    [
      'refuses the one over what its function has reserved, though the account has room',
      { functionReserved: 10, functionInFlight: 10, accountReserved: 10, accountInFlight: 10 },
      overReserved,
    ],
    ['refuses every one of a function that has reserved nothing', { functionReserved: 0 }, overReserved],
    [
      'keeps what others have reserved free, though they do not use it',
      { accountReserved: 900, unreservedInFlight: 100, accountInFlight: 100 },
      overAccount,
    ],
    [
      'does not count what runs on reservations against the rest',
      { accountReserved: 900, unreservedInFlight: 99, accountInFlight: 999 },
      { kind: 'admit' },
    ],
    [
      'refuses one within its reservation while others still run on it',
      { functionReserved: 10, accountReserved: 10, unreservedInFlight: 1000, accountInFlight: 1000 },
      overAccount,
    ],
  ])('%s', (_, seen, decision) => {
    expect(decideAdmission({ ...quiet, ...seen }, limits)).toEqual(decision);
  });
});

describe('a reservation', () => {
  const refuse = { kind: 'refuse', reason: 'tooFewUnreserved' };
  it.each([
    ['may take all but what must stay unreserved', 900, 0, 1000, { kind: 'reserve' }],
    ['may not take more', 901, 0, 1000, refuse],
    ['leaves the others theirs', 401, 500, 1000, refuse],
    ['of 0 is always possible', 0, 0, 1, { kind: 'reserve' }],
    ['of 1 is none for a small account', 1, 0, 100, refuse],
  ])('%s', (_, wanted, othersReserved, accountConcurrency, decision) => {
    expect(decideReservation(wanted, othersReserved, { accountConcurrency, leastUnreserved: 100 })).toEqual(
      decision,
    );
  });
});

describe('routing', () => {
  it.each([
    ['none, when none is idle', [], undefined],
    ['the only one', [4], 0],
    ['the newest, wherever it stands', [3, 9, 5], 1],
    ['the newest, even if it has been idle the longest', [9, 3, 5], 0],
  ])('takes %s', (_, sequences, index) => {
    expect(chooseNewestIdle(sequences.map((sequence) => ({ sequence })))).toBe(index);
  });
});

describe('an alias', () => {
  it.each([
    ['of one version runs it', {}, 0, '1'],
    ['gives its other version the low draws', { 2: 0.1 }, 0.0999, '2'],
    ['gives its first version the rest', { 2: 0.1 }, 0.1, '1'],
    ['gives nothing to a weight of 0', { 2: 0 }, 0, '1'],
    ['gives everything to a weight of 1', { 2: 1 }, 0.9999, '2'],
  ])('%s', (_, weights, draw, version) => {
    expect(chooseVersion({ version: '1', weights }, draw)).toBe(version);
  });
});

describe('keep-alive', () => {
  it.each([
    ['keeps one that has just become idle', 1000, { kind: 'keep', untilMs: 1500 }],
    ['keeps one to the last moment', 1499.9, { kind: 'keep', untilMs: 1500 }],
    ['removes one when its time is over', 1500, { kind: 'remove', reason: 'idle' }],
    ['removes one that was overlooked', 9999, { kind: 'remove', reason: 'idle' }],
  ])('%s', (_, nowMs, decision) => {
    expect(decideKeepAlive(1000, 500, nowMs)).toEqual(decision);
  });
});

describe('placement', () => {
  const limits = { reserveMiB: 256, expectedInstanceMiB: 64 };
  it.each([
    ['places one that just fits', 320, 0, 'place'],
    ['refuses one that does not', 319, 0, 'refuse'],
    ['counts those that have not yet taken their memory', 383, 1, 'refuse'],
    ['places one beside them when there is room', 384, 1, 'place'],
  ])('%s', (_, availableMiB, startingInstances, kind) => {
    expect(decidePlacement({ availableMiB, startingInstances }, limits).kind).toBe(kind);
  });
});
