import { describe, expect, it } from '@jest/globals';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import { fromMillis } from '../../../harness/contract/units.ts';
import { meanMs, quantileMs } from '../../../harness/measure/recorded-times.ts';
import { createRecorder } from '../../../harness/measure/recorder.ts';
import { createInvocation } from '../../support/invocations.ts';

const toBatch = (invocations: readonly Partial<Invocation>[]) => {
  const builder = createInvocationBatchBuilder({ phase: 'load/hello', function: 'hello', repetition: 0 });
  for (const one of invocations) builder.add(createInvocation(one));
  return builder.take();
};

/** Sent 5 ms late. */
const lasting = (serviceMs: number): Partial<Invocation> => ({
  intendedStart: 0,
  sentAt: fromMillis(5),
  endedAt: fromMillis(5 + serviceMs),
});

describe('a recorder', () => {
  it('keeps the response time beside the service time, and that of cold starts apart', async () => {
    const recorder = await createRecorder();
    recorder.record(toBatch([lasting(10), { ...lasting(100), start: 'cold' }]));
    recorder.record(toBatch([lasting(30)]));
    const [phase] = recorder.snapshot();
    expect(phase).toMatchObject({
      phase: 'load/hello',
      function: 'hello',
      startKinds: { cold: 1, warm: 2, unknown: 0 },
      responseTime: { count: 3, sumMicros: 155_000, minMicros: 15_000, maxMicros: 105_000 },
      serviceTime: { count: 3, sumMicros: 140_000, minMicros: 10_000, maxMicros: 100_000 },
      coldStart: { count: 1, sumMicros: 105_000 },
    });
    recorder.close();
  });

  it('counts what was never sent, and knows no time of it', async () => {
    const recorder = await createRecorder();
    recorder.record(toBatch([lasting(1), { sentAt: undefined, outcome: 'dropped' }]));
    expect(recorder.snapshot()[0]).toMatchObject({
      outcomes: { ok: 1, dropped: 1, failed: 0, throttled: 0, timedOut: 0, incorrect: 0 },
      responseTime: { count: 1 },
    });
    recorder.close();
  });

  it('has quantiles within a thousandth, and never above the largest', async () => {
    const recorder = await createRecorder();
    const sizes = Array.from({ length: 2000 }, (_, at) => 1 + ((at * 7919) % 2000) / 3);
    recorder.record(toBatch(sizes.map(lasting)));
    const times = recorder.snapshot()[0]?.serviceTime;
    recorder.close();
    if (times === undefined) throw new TypeError('nothing was recorded');
    const sorted = sizes.toSorted((one, other) => one - other);
    for (const q of [0.5, 0.95, 0.99, 0.999]) {
      const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? Number.NaN;
      expect(Math.abs((quantileMs(times, q) ?? Number.NaN) - exact) / exact).toBeLessThan(0.001);
    }
    expect(quantileMs(times, 1)).toBeCloseTo(sorted.at(-1) ?? Number.NaN, 3);
    expect(meanMs(times)).toBeCloseTo(sizes.reduce((sum, one) => sum + one, 0) / sizes.length, 3);
  });

  it('gives snapshots that later records leave as they are', async () => {
    const recorder = await createRecorder();
    recorder.record(toBatch([lasting(1)]));
    const before = recorder.snapshot();
    recorder.record(toBatch([lasting(1000)]));
    expect(before[0]?.serviceTime).toMatchObject({ count: 1, maxMicros: 1000 });
    const [phase] = before;
    expect(phase === undefined ? null : quantileMs(phase.serviceTime, 0.99)).toBe(1);
    recorder.close();
  });

  it('has nothing to say before anything came', async () => {
    const recorder = await createRecorder();
    expect(recorder.snapshot()).toEqual([]);
    recorder.record(toBatch([lasting(1)]));
    const cold = recorder.snapshot()[0]?.coldStart;
    recorder.close();
    if (cold === undefined) throw new TypeError('nothing was recorded');
    expect([cold.minMicros, cold.maxMicros, quantileMs(cold, 0.5), meanMs(cold)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
