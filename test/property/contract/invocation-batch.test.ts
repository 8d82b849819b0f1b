import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import { transferables } from '../../../harness/contract/batch-columns.ts';
import { toInvocations } from '../../../harness/contract/invocation-batch.ts';
import {
  type Invocation,
  outcomes,
  startEvidences,
  startKinds,
} from '../../../harness/contract/invocation.ts';

const instant = fc.integer({ min: 0, max: 2 ** 52 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const text = maybe(fc.string({ minLength: 1, maxLength: 12 }));
const number = maybe(fc.double({ min: 0, max: 1e9, noNaN: true }));

const invocation: fc.Arbitrary<Invocation> = fc.record({
  phase: fc.constant('p'),
  function: fc.constant('f'),
  repetition: fc.constant(3),
  index: fc.nat(),
  intendedStart: instant,
  sentAt: maybe(instant),
  firstByteAt: maybe(instant),
  endedAt: instant,
  outcome: fc.constantFrom(...outcomes),
  start: fc.constantFrom(...startKinds),
  evidence: fc.constantFrom(...startEvidences),
  attempts: fc.integer({ min: 0, max: 255 }),
  status: fc.integer({ min: 0, max: 599 }),
  instance: text,
  requestId: text,
  error: text,
  initDurationMs: number,
  handlerDurationMs: number,
  handlerStartedAtEpochMs: number,
  billedDurationMs: number,
  maxMemoryUsedMiB: number,
  connectDurationMs: number,
  tlsDurationMs: number,
});

const label = { phase: 'p', function: 'f', repetition: 3 };

describe('an invocation batch', () => {
  it('gives back every record as it was added, to the nanosecond', () => {
    fc.assert(
      fc.property(
        fc.array(invocation, { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (records, capacity) => {
          const builder = createInvocationBatchBuilder(label, capacity);
          for (const record of records) builder.add(record);
          expect([...toInvocations(builder.take())]).toEqual(records);
        },
      ),
    );
  });

  it('is empty after it was taken, and starts afresh', () => {
    fc.assert(
      fc.property(fc.array(invocation, { minLength: 1 }), invocation, (first, second) => {
        const builder = createInvocationBatchBuilder(label);
        for (const record of first) builder.add(record);
        builder.take();
        expect(builder.length).toBe(0);
        builder.add(second);
        expect([...toInvocations(builder.take())]).toEqual([second]);
      }),
    );
  });

  it('survives being transferred to another thread', () => {
    const builder = createInvocationBatchBuilder(label);
    const [record] = fc.sample(invocation, 1);
    if (record === undefined) throw new Error('fast-check gave no sample');
    builder.add(record);
    const batch = builder.take();
    const moved = structuredClone(batch, { transfer: transferables(batch) });
    expect([...toInvocations(moved)]).toEqual([record]);
    expect(batch.intendedStart.byteLength).toBe(0);
  });
});
