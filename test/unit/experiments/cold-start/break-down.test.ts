import { describe, expect, it } from '@jest/globals';
import type { InstanceRecord } from '../../../../harness/contract/provider.ts';
import { fromMillis } from '../../../../harness/contract/units.ts';
import { breakDown } from '../../../../harness/experiments/cold-start/break-down.ts';
import { createInvocation } from '../../../support/invocations.ts';

const cold = createInvocation({
  sentAt: fromMillis(100),
  endedAt: fromMillis(200),
  start: 'cold',
  handlerDurationMs: 8,
  initDurationMs: 80,
});
const record: InstanceRecord = {
  instance: 'i-1',
  function: 'hello',
  requestedAt: fromMillis(102),
  sandboxUpAt: fromMillis(112),
  runtimeUpAt: fromMillis(162),
  readyAt: fromMillis(182),
  removedAt: undefined,
  busyMs: 0,
  isolation: 'process',
  cause: undefined,
};

describe('the time of a cold start', () => {
  it('goes into parts that add up to the whole', () => {
    const parts = breakDown(cold, record);
    expect(parts).toEqual({ placement: 2, sandbox: 10, runtime: 50, code: 20, handler: 8, rest: 10 });
    expect(Object.values(parts ?? {}).reduce((sum: number, part) => sum + (part ?? 0), 0)).toBe(100);
  });

  it.each([
    [{ sandboxUpAt: undefined }, { sandbox: null, runtime: 60, code: 20 }],
    [{ runtimeUpAt: undefined }, { sandbox: 10, runtime: null, code: 70 }],
    [
      { sandboxUpAt: undefined, runtimeUpAt: undefined },
      { sandbox: null, runtime: null, code: 80 },
    ],
  ])('that nobody tells from its neighbour falls to the part after it: without %j', (missing, parts) => {
    expect(breakDown(cold, { ...record, ...missing })).toMatchObject(parts);
  });

  it('is only known as initialisation where the provider keeps no record of the instance', () => {
    expect(breakDown(cold, undefined)).toEqual({
      placement: null,
      sandbox: null,
      runtime: null,
      code: 80,
      handler: 8,
      rest: 12,
    });
  });

  it('is not known where nobody told', () => {
    expect(breakDown({ ...cold, initDurationMs: undefined }, undefined)).toBeUndefined();
  });
});
