/** A sink in a thread of its own. Slow, busy or gone: what it writes to never disturbs or fails the run. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { compiledModule } from '../../contract/package-root.ts';
import type { ReportsBacklog, RunEnd, Sink, SinkReceipt } from '../../contract/sink.ts';
import type { StreamSettings } from '../run-stream.ts';
import type { SinkSpec } from '../sink-spec.ts';
import type { FromSink, SinkThreadData, ToSink } from './messages.ts';

/** Invocations: about 50 MB. */
const defaultQueueLength = 400_000;

/**
 * `open` throws what `openStream` does; after that nothing throws, and the receipt tells what became of the run. `close`
 * waits for a server no longer than its sink says.
 *
 * @param queueLength - invocations that may wait for the thread. What is too much is left out and counted, never held.
 */
export function createThreadedSink(
  spec: SinkSpec,
  settings: StreamSettings,
  queueLength: number = defaultQueueLength,
): Sink & ReportsBacklog {
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let worker: Worker | undefined;
  let failure: string | undefined;
  let posted = 0;
  let skipped = 0;

  const post = (message: ToSink): void => worker?.postMessage(message);
  // Both counters wrap alike.
  const backlog = (): number => (posted - Atomics.load(taken, 0)) | 0;

  return {
    backlog,
    async open(manifest) {
      const workerData: SinkThreadData = { spec, manifest, settings, taken };
      const thread = new Worker(compiledModule(import.meta.url, './sink-worker.ts'), { workerData });
      thread.on('error', (error) => (failure = messageOf(error)));
      thread.on('exit', () => (worker = undefined));
      await demandOpened(thread);
      worker = thread;
      // A run that breaks before `close` must not hang on it.
      thread.unref();
    },
    write(batch) {
      if (backlog() + batch.length > queueLength) {
        skipped += batch.length;
        return;
      }
      posted = (posted + batch.length) | 0;
      // Copied, not transferred: the other sinks have the same batch.
      post({ kind: 'batch', batch });
    },
    phases: (phases) => post({ kind: 'phases', phases }),
    event: (event) => post({ kind: 'event', event }),
    generator: (sample) => post({ kind: 'generator', sample }),
    instances: (records) => post({ kind: 'instances', records }),
    summary: (summary) => post({ kind: 'summary', summary }),
    async close(end) {
      const receipt = worker === undefined ? undefined : await closeThread(worker, end);
      if (receipt === undefined) return toEmptyReceipt(spec, settings, failure);
      return skipped === 0 ? receipt : { ...receipt, skipped };
    },
  };
}

/** @throws FaasmarkError what prevents the sink from being opened. */
async function demandOpened(thread: Worker): Promise<void> {
  const [message] = (await once(thread, 'message')) as [FromSink];
  if (message.kind !== 'refused') return;
  const { code, message: text, hint } = message;
  await once(thread, 'exit');
  throw new FaasmarkError(code, text, hint === undefined ? {} : { hint });
}

/** Undefined when the thread has ended without an account. */
async function closeThread(thread: Worker, end: RunEnd): Promise<SinkReceipt | undefined> {
  thread.ref();
  const account = once(thread, 'message') as Promise<[FromSink]>;
  const exit = once(thread, 'exit');
  thread.postMessage({ kind: 'close', end } satisfies ToSink);
  const answer = await Promise.race([account, exit.then(() => undefined)]).catch(() => undefined);
  await exit.catch(() => undefined);
  return answer?.[0].kind === 'closed' ? answer[0].receipt : undefined;
}

function toEmptyReceipt(
  { kind }: SinkSpec,
  { runDirectory }: StreamSettings,
  failure: string | undefined,
): SinkReceipt {
  const nothing = { sink: kind, unit: 'lines', offered: 0, acknowledged: 0, rejected: 0, spooled: 0 };
  if (failure === undefined) return nothing;
  const note = `streaming ended early (${failure}); "faasmark replay ${runDirectory}" writes the run again`;
  return { ...nothing, note };
}
