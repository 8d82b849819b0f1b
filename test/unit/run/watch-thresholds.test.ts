import { describe, expect, it } from '@jest/globals';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { Clock } from '../../../harness/contract/clock.ts';
import { errorCodeOf, messageOf } from '../../../harness/contract/errors.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import type { Phase } from '../../../harness/contract/phase.ts';
import type { ThresholdSpec } from '../../../harness/contract/threshold.ts';
import { fromMillis } from '../../../harness/contract/units.ts';
import { createThresholdWatcher } from '../../../harness/run/watch-thresholds.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createPhase, forcedColdPhase } from '../../support/run-records.ts';
import { createMonotonicClockStub } from '../../support/stub-clock.ts';
import { createThreshold } from '../../support/thresholds.ts';

const load = createPhase();

/** A clock whose seconds pass when they are told to. */
function createSteppedClock(): Clock & { seconds(count: number): void } {
  let nowMs = 0;
  const ticks = new Set<() => void>();
  return {
    ...createMonotonicClockStub(),
    now: () => fromMillis(nowMs),
    every(_, tick) {
      ticks.add(tick);
      return () => ticks.delete(tick);
    },
    seconds(count) {
      for (let second = 0; second < count; second++) {
        nowMs += 1000;
        for (const tick of ticks) tick();
      }
    },
  };
}

async function begin(spec: ThresholdSpec, phase: Phase = load, phases: readonly Phase[] = [phase]) {
  const clock = createSteppedClock();
  const watch = await createThresholdWatcher([spec], phases, clock)([phase]);
  return {
    clock,
    watch,
    send: (count: number, serviceMs: number, fields: Partial<Invocation> = {}): void => {
      const builder = createInvocationBatchBuilder({ phase: phase.id, function: 'hello', repetition: 0 });
      for (let at = 0; at < count; at++) {
        const times = { intendedStart: 0, sentAt: 0, endedAt: fromMillis(serviceMs) };
        builder.add(createInvocation({ ...times, ...fields }));
      }
      watch.record(builder.take());
    },
  };
}

const ending = (check: string, fields: Partial<ThresholdSpec> = {}): ThresholdSpec =>
  createThreshold(check, { abortOnFail: true, ...fields });

describe('a threshold that may end the run', () => {
  it('ends it after its time, and says which it was, where and by how much', async () => {
    const { clock, watch, send } = await begin(ending('responseTime.p50 < 50ms'));
    send(50, 301);
    clock.seconds(9);
    expect(watch.signal.aborted).toBe(false);
    clock.seconds(1);
    expect(watch.signal.aborted).toBe(true);
    expect(errorCodeOf(watch.signal.reason)).toBe('THRESHOLDS_FAILED');
    expect(messageOf(watch.signal.reason)).toBe(
      'responseTime.p50 < 50ms failed after 10 s of load/hello: 301 ms, 500 % above the limit',
    );
    watch.close();
  });

  it.each([
    ['serviceTime.p95 < 1ms', 30, {}, true],
    ['serviceTime.p99 < 1ms', 99, {}, false],
    ['serviceTime.p99 < 1ms', 100, {}, true],
    ['responseTime.mean < 1ms', 19, {}, false],
    ['responseTime.max < 1ms', 20, {}, true],
    ['responseTime.p50 < 1s', 200, {}, false],
    ['outcome.failed.rate < 1%', 99, { outcome: 'failed' }, false],
    ['outcome.failed.rate < 1%', 100, { outcome: 'failed' }, true],
    ['outcome.failed.count <= 0', 1, { outcome: 'failed' }, true],
    ['coldStart.rate < 1%', 100, { start: 'cold' }, true],
    ['coldStart.max < 1ms', 100, { start: 'warm' }, false],
    ['coldStart.max < 1ms', 100, { start: 'cold' }, true],
  ] as const)('%s of %d invocations, %j: ends it is %s', async (check, count, fields, isEnded) => {
    const { clock, watch, send } = await begin(ending(check));
    send(count, 20, fields);
    clock.seconds(20);
    expect(watch.signal.aborted).toBe(isEnded);
    watch.close();
  });

  it('has its own time to wait', async () => {
    const { clock, watch, send } = await begin(ending('responseTime.p50 < 1ms', { abortAfterMs: 2000 }));
    send(50, 20);
    clock.seconds(1);
    expect(watch.signal.aborted).toBe(false);
    clock.seconds(1);
    expect(watch.signal.aborted).toBe(true);
    watch.close();
  });

  it.each([
    ['does not say so', ending('responseTime.p50 < 1ms', { abortOnFail: false }), load],
    ['is about another phase', ending('responseTime.p50 < 1ms', { phase: 'load/other' }), load],
    ['is about another function', ending('responseTime.p50 < 1ms', { function: 'other' }), load],
    ['is not about warm-up', ending('responseTime.p50 < 1ms'), createPhase({ role: 'warmUp' })],
    ['is known only at the end', ending('sendDelay.p99 < 0.001ms'), load],
    ['could still be reached', ending('outcome.ok.count > 1000'), load],
  ])('does not when it %s', async (_, spec, phase) => {
    const { clock, watch, send } = await begin(spec, phase);
    send(200, 20);
    clock.seconds(30);
    expect(watch.signal.aborted).toBe(false);
    watch.close();
  });

  it('leaves the cold starts of a load alone where there are forced ones', async () => {
    const spec = ending('coldStart.p50 < 1ms');
    const { clock, watch, send } = await begin(spec, load, [forcedColdPhase, load]);
    send(200, 20, { start: 'cold' });
    clock.seconds(30);
    expect(watch.signal.aborted).toBe(false);
    watch.close();
  });

  it('does nothing any more once it is closed', async () => {
    const { clock, watch, send } = await begin(ending('responseTime.p50 < 1ms'));
    send(200, 20);
    watch.close();
    clock.seconds(30);
    expect(watch.signal.aborted).toBe(false);
  });
});
