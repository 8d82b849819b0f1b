/** The thread of a sink: aggregates, formats and sends, so that the threads of the load do none of it. */
import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { createMonotonicClock } from '../../contract/clock.ts';
import { sliceBatch } from '../../contract/batch-columns.ts';
import { isFaasmarkError } from '../../contract/errors.ts';
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { RunEnd } from '../../contract/sink.ts';
import { fromMillis } from '../../contract/units.ts';
import { openStream } from '../open-stream.ts';
import type { RunStream } from '../run-stream.ts';
import type { FromSink, SinkThreadData, ToSink } from './messages.ts';

const advanceIntervalMs = 1000;
/** Behind whoever sends load, and before what runs for nobody. */
const lowPriority = 10;

/**
 * A batch is worked off in slices with a rest after each: a sender that shares the core with this thread waits no longer
 * than one of them takes.
 */
const sliceLength = 64;
const restMs = 0.2;
const rest = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

const { spec, manifest, settings, taken } = workerData as SinkThreadData;
const clock = createMonotonicClock();
const say = (message: FromSink): void => parentPort?.postMessage(message);

// On Linux a thread has a priority of its own (setpriority(2)); elsewhere this would slow the whole process.
if (process.platform === 'linux') setPriority(lowPriority);

try {
  serve(await openStream(spec, manifest, { ...settings, clock }));
  say({ kind: 'opened' });
} catch (error) {
  if (!isFaasmarkError(error)) throw error;
  say({ kind: 'refused', code: error.code, message: error.message, hint: error.hint });
}

function serve(stream: RunStream): void {
  const stopAdvancing = clock.every(advanceIntervalMs, () =>
    stream.advance(fromMillis(clock.epochMs() - manifest.epochMsAtOrigin)),
  );
  const close = async (end: RunEnd): Promise<void> => {
    stopAdvancing();
    say({ kind: 'closed', receipt: await stream.close(end) });
    parentPort?.close();
  };
  parentPort?.on('message', (message: ToSink) => {
    switch (message.kind) {
      case 'batch':
        return takeBatch(stream, message.batch);
      case 'phases':
        return stream.phases(message.phases);
      case 'event':
        return stream.event(message.event);
      case 'generator':
        return stream.generator(message.sample);
      case 'instances':
        return stream.instances(message.records);
      case 'summary':
        return stream.summary(message.summary);
      case 'close':
        return void close(message.end);
    }
  });
}

function takeBatch(stream: RunStream, batch: InvocationBatch): void {
  for (let from = 0; from < batch.length; from += sliceLength) {
    const slice = sliceBatch(batch, from, Math.min(batch.length, from + sliceLength));
    stream.write(slice);
    Atomics.add(taken, 0, slice.length);
    // Nobody wakes it: this thread gives up its core for that long.
    Atomics.wait(rest, 0, 0, restMs);
  }
}
