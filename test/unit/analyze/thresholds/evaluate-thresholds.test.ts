import { describe, expect, it } from '@jest/globals';
import { summarize } from '../../../../harness/analyze/summarize.ts';
import type { Invocation } from '../../../../harness/contract/invocation.ts';
import type { RunRecord } from '../../../../harness/contract/run-record.ts';
import type { ThresholdResult } from '../../../../harness/contract/threshold.ts';
import { fromMillis } from '../../../../harness/contract/units.ts';
import { createInvocation } from '../../../support/invocations.ts';
import {
  createBurstPhase,
  createConstantLoad,
  createPhase,
  createRun,
  forcedColdPhase,
} from '../../../support/run-records.ts';
import { createThreshold } from '../../../support/thresholds.ts';

const arrivals = { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 } as const;
const load = createPhase();
const burst = createBurstPhase(3);

/** 100 invocations of 10 ms under load, 6 forced cold starts of 101 to 106 ms, a burst onto three instances. */
const cold = Array.from({ length: 6 }, (_, repetition) =>
  createInvocation({
    phase: forcedColdPhase.id,
    repetition,
    start: 'cold',
    intendedStart: 0,
    sentAt: 0,
    endedAt: fromMillis(101 + repetition),
    initDurationMs: 80 + repetition,
  }),
);
const atOnce = ['a', 'b', 'c'].map((instance, at) =>
  createInvocation({
    phase: burst.id,
    instance,
    start: 'cold',
    intendedStart: fromMillis(1000),
    sentAt: fromMillis(1000),
    endedAt: fromMillis(1200 + 100 * at),
    handlerDurationMs: 100,
  }),
);
const steady = createConstantLoad(arrivals, 10);
const whole = createRun({
  phases: [forcedColdPhase, burst, load],
  invocations: [...cold, ...atOnce, ...steady],
});

function evaluate(
  check: string,
  run: RunRecord = whole,
  where: Record<string, string> = {},
): ThresholdResult {
  const manifest = { ...run.manifest, thresholds: [createThreshold(check, where)] };
  const [result] = summarize({ ...run, manifest }).thresholds;
  return result as ThresholdResult;
}

const withOutcomes = (change: (one: Invocation, at: number) => Partial<Invocation>): RunRecord =>
  createRun({ phases: [load], invocations: steady.map((one, at) => ({ ...one, ...change(one, at) })) });

describe('a threshold', () => {
  it.each([
    ['responseTime.p99 < 11ms', 'passed', 10, 'load/hello'],
    ['responseTime.p99 < 10ms', 'failed', 10, 'load/hello'],
    ['responseTime.p99 <= 10ms', 'passed', 10, 'load/hello'],
    ['responseTime.p99 > 10ms', 'failed', 10, 'load/hello'],
    ['responseTime.p99 >= 10ms', 'passed', 10, 'load/hello'],
    ['serviceTime.mean < 11ms', 'passed', 10, 'load/hello'],
    ['serviceTime.max < 5ms', 'failed', 10, 'load/hello'],
    ['responseTime.min > 5ms', 'passed', 10, 'load/hello'],
    ['coldStart.p50 < 200ms', 'passed', 103, null],
    ['initDuration.max < 85ms', 'failed', 85, null],
    ['coldStart.rate < 1%', 'passed', 0, 'load/hello'],
    ['outcome.ok.rate >= 100%', 'passed', 1, 'cold/hello'],
    ['outcome.failed.count <= 0', 'passed', 0, 'cold/hello'],
    ['sendDelay.p99 < 1ms', 'passed', 0, 'load/hello'],
    ['achievedRate >= 10/s', 'passed', 10, 'load/hello'],
    ['scaleOut.timeToAll < 1s', 'passed', 300, 'burst/hello'],
  ])('%s is %s', (check, verdict, observed, phase) => {
    expect(evaluate(check)).toMatchObject({ check, verdict, phase, function: 'hello' });
    expect(evaluate(check).observed).toBeCloseTo(observed, 6);
  });

  it('compares the cost of a million under load', () => {
    const { observed } = evaluate('costPerMillionUsd < 100');
    expect(evaluate('costPerMillionUsd < 100')).toMatchObject({
      verdict: 'passed',
      unit: 'usd',
      phase: null,
    });
    expect(evaluate(`costPerMillionUsd < ${((observed ?? 0) / 2).toFixed(6)}`)).toMatchObject({
      verdict: 'failed',
      reason: '100 % above the limit',
    });
  });

  it('compares how busy the instances were, where the provider says', () => {
    const instance = { instance: 'i', function: 'hello', requestedAt: 0, readyAt: 0, removedAt: undefined };
    const instances = [{ ...instance, busyMs: 0, isolation: 'process', cause: undefined }];
    expect(evaluate('utilisation > 5%', { ...whole, instances })).toMatchObject({ verdict: 'passed' });
    expect(evaluate('utilisation > 5%')).toMatchObject({
      verdict: 'inconclusive',
      reason: 'the provider keeps no record of its instances',
    });
  });

  it('counts what was never sent among its outcomes', () => {
    const run = withOutcomes((_, at) => (at < 25 ? { outcome: 'timedOut' } : {}));
    expect(evaluate('outcome.timedOut.rate < 1%', run)).toMatchObject({ verdict: 'failed', observed: 0.25 });
    expect(evaluate('outcome.ok.count >= 75', run)).toMatchObject({ verdict: 'passed', observed: 75 });
  });

  it('can be about another phase than those it is about by itself', () => {
    expect(evaluate('responseTime.max < 1s', whole, { phase: 'cold/hello' }).observed).toBe(106);
    expect(evaluate('coldStart.max < 1s', whole, { phase: 'burst/hello' }).observed).toBe(400);
    expect(evaluate('coldStart.rate >= 1', whole, { phase: 'burst/hello' })).toMatchObject({
      verdict: 'passed',
      observed: 1,
    });
  });
});

describe('the reason', () => {
  it.each([
    ['responseTime.p99 < 8ms', '25 % above the limit'],
    ['responseTime.p99 > 20ms', '50 % below the limit'],
    ['responseTime.p99 < 10ms', 'at the limit, not below it'],
    ['responseTime.p99 > 10ms', 'at the limit, not above it'],
    ['responseTime.p99 < 9.999ms', 'less than 0.1 % above the limit'],
    ['outcome.ok.count <= 0', 'above the limit; 3 of 3 failed'],
    ['responseTime.p99 < 11ms', null],
  ])('that %s did not hold is how far it was off', (check, reason) => {
    expect(evaluate(check).reason).toBe(reason);
  });
});

describe('a threshold is inconclusive', () => {
  it.each([
    ['responseTime.p99.9 < 1s', 'p99.9 needs 1000 values, and there are 100'],
    ['coldStart.p95 < 1s', 'p95 needs 20 values, and there are 6'],
  ])('where the sample is too small for %s', (check, reason) => {
    expect(evaluate(check)).toMatchObject({ verdict: 'inconclusive', observed: null, reason });
  });

  it('where nothing was measured', () => {
    expect(evaluate('responseTime.p50 < 1s', createRun({ phases: [load] }))).toMatchObject({
      verdict: 'inconclusive',
      observed: null,
      function: null,
      phase: null,
      reason: 'nothing was measured',
    });
  });

  it('where nobody told what was cold, or which instances ran', () => {
    const untold = (phase: typeof load, invocations: readonly Invocation[]): RunRecord =>
      createRun({
        phases: [phase],
        invocations: invocations.map((one) => ({ ...one, start: 'unknown', instance: undefined })),
      });
    expect(evaluate('coldStart.rate < 1%', untold(load, steady)).reason).toBe(
      'nobody told which starts were cold',
    );
    expect(evaluate('scaleOut.timeToAll < 1s', untold(burst, atOnce)).reason).toBe(
      'nobody told which instances ran',
    );
  });

  it('where it held in a run that was ended early, but not where it failed', () => {
    const run: RunRecord = { ...whole, end: { at: 1, outcome: 'aborted', reason: 'ended by Ctrl-C' } };
    expect(evaluate('responseTime.p50 < 1s', run)).toMatchObject({
      verdict: 'inconclusive',
      observed: 10,
      reason: 'it held until the run was ended early',
    });
    expect(evaluate('responseTime.p50 < 1ms', run).verdict).toBe('failed');
  });
});

describe('a burst that never reached all instances', () => {
  it('has failed, not gone unmeasured', () => {
    const invocations = atOnce.map((one) => ({ ...one, instance: 'a' }));
    expect(
      evaluate('scaleOut.timeToAll < 1h'.replace('1h', '60m'), createRun({ phases: [burst], invocations })),
    ).toMatchObject({
      verdict: 'failed',
      observed: null,
      reason: 'only 1 instances ever ran for 3 invocations at once',
    });
  });
});

describe('a threshold without a place', () => {
  const others = ['slow', 'fast'].map((name) => createPhase({ id: `load/${name}`, function: name }));
  const run = createRun({
    phases: [load, ...others],
    invocations: [
      ...steady,
      ...createConstantLoad(arrivals, 40, { phase: 'load/slow', function: 'slow' }),
      ...createConstantLoad(arrivals, 2, { phase: 'load/fast', function: 'fast' }),
    ],
  });

  it.each([
    ['responseTime.p50 < 5ms', { verdict: 'failed', function: 'slow', observed: 40 }],
    ['responseTime.p50 < 1s', { verdict: 'passed', function: 'slow', observed: 40 }],
    ['responseTime.p50 > 20ms', { verdict: 'failed', function: 'fast', observed: 2 }],
  ])('applies everywhere, and the worst speaks for it: %s', (check, result) => {
    expect(evaluate(check, run)).toMatchObject(result);
  });

  it('is inconclusive where one place is, though it holds at all others', () => {
    const short = {
      ...run,
      invocations: run.invocations.filter((one) => one.function !== 'fast' || one.index < 9),
    };
    expect(evaluate('responseTime.p99 < 1s', short)).toMatchObject({
      verdict: 'inconclusive',
      function: 'fast',
      reason: 'p99 needs 100 values, and there are 9; 1 of 3 inconclusive',
    });
  });

  it('says how many failed beside the worst', () => {
    expect(evaluate('responseTime.p50 < 5ms', run).reason).toBe('700 % above the limit; 2 of 3 failed');
  });

  it('with one is about nothing else', () => {
    expect(evaluate('responseTime.p50 < 5ms', run, { function: 'fast' }).verdict).toBe('passed');
    expect(evaluate('responseTime.p50 < 5ms', run, { phase: 'load/hello' }).function).toBe('hello');
  });
});

describe('on a generator-limited run', () => {
  const run = withOutcomes((one, at) => ({
    sentAt: (one.sentAt ?? 0) + fromMillis(9),
    endedAt: one.endedAt + fromMillis(9),
    ...(at === 0 ? { outcome: 'failed' } : {}),
  }));

  it.each([
    ['responseTime.p50 < 1s', 'inconclusive', 'generator-limited'],
    ['responseTime.p50 < 1ms', 'inconclusive', 'generator-limited'],
    ['responseTime.p99.9 < 1s', 'inconclusive', 'generator-limited'],
    ['achievedRate > 1000/s', 'inconclusive', 'generator-limited'],
    ['outcome.failed.count < 9', 'inconclusive', 'generator-limited'],
    ['outcome.failed.count <= 0', 'failed', 'above the limit'],
    ['sendDelay.p99 < 3ms', 'failed', '200 % above the limit'],
  ])('%s is %s: none passes, and only facts fail', (check, verdict, reason) => {
    expect(evaluate(check, run)).toMatchObject({ verdict, reason });
  });
});
