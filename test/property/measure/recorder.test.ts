import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import { type Invocation, outcomes, startKinds } from '../../../harness/contract/invocation.ts';
import { type RecordedTimes, quantileMs } from '../../../harness/measure/recorded-times.ts';
import { createRecorder } from '../../../harness/measure/recorder.ts';
import { type PhaseRecording, type Recording, mergeRecordings } from '../../../harness/measure/recording.ts';
import { createInvocation } from '../../support/invocations.ts';

/** Fractions of a microsecond up to minutes: histograms of very different width. */
const duration = fc.oneof(
  fc.integer({ min: 0, max: 2000 }),
  fc.integer({ min: 0, max: 1e9 }),
  fc.integer({ min: 0, max: 600e9 }),
);

const invocation = fc
  .record({
    phase: fc.constantFrom('a', 'b'),
    outcome: fc.constantFrom(...outcomes),
    start: fc.constantFrom(...startKinds),
    intendedStart: fc.integer({ min: 0, max: 1e12 }),
    delay: duration,
    service: duration,
  })
  .map(({ phase, outcome, start, intendedStart, delay, service }) =>
    createInvocation({
      phase,
      outcome,
      start,
      intendedStart,
      sentAt: outcome === 'dropped' ? undefined : intendedStart + delay,
      endedAt: intendedStart + delay + service,
    }),
  );

async function recordAll(invocations: readonly Invocation[]): Promise<Recording> {
  const recorder = await createRecorder();
  for (const one of invocations) {
    const builder = createInvocationBatchBuilder(one);
    builder.add(one);
    recorder.record(builder.take());
  }
  const recording = recorder.snapshot();
  recorder.close();
  return recording;
}

/** Everything that can be read from a recording; the text of a histogram also says how far it had grown. */
function read(recording: Recording): unknown {
  const readTimes = ({ histogram, ...rest }: RecordedTimes) => ({
    ...rest,
    quantiles: [0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1].map((q) => quantileMs({ ...rest, histogram }, q)),
  });
  const readPhase = ({ responseTime, serviceTime, coldStart, ...counts }: PhaseRecording) => ({
    ...counts,
    times: [responseTime, serviceTime, coldStart].map(readTimes),
  });
  return recording.toSorted((one, other) => (one.phase < other.phase ? -1 : 1)).map(readPhase);
}

describe('recordings of parts', () => {
  it('merge into the recording of the whole, however it was divided', async () => {
    const parts = fc.array(fc.array(invocation, { maxLength: 30 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(parts, async (all) => {
        const merged = mergeRecordings(await Promise.all(all.map(recordAll)));
        expect(read(merged)).toEqual(read(await recordAll(all.flat())));
      }),
      { numRuns: 60 },
    );
  });
});
