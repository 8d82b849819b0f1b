/**
 * autocannon as a load engine: callers that never pause, by a client that is not ours, so that what ours says of a
 * saturated target can be checked. It only knows the closed model.
 */
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../contract/clock.ts';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { compiledModule } from '../../contract/package-root.ts';
import type { EngineListener, LoadEngine, PlayEnd } from '../engine.ts';
import { type LoadOptions, defaultLoadOptions } from '../load-options.ts';
import { demandSaturation } from './demand-saturation.ts';
import type { FromWorker, ToWorker, WorkerData } from './play.ts';

export interface AutocannonEngineParts extends EngineListener {
  readonly clock: Clock;
  /** One thread sends; workers, pacing and limits are not autocannon's. */
  readonly options?: Partial<LoadOptions>;
}

export function createAutocannonEngine(parts: AutocannonEngineParts): LoadEngine {
  const options = { ...defaultLoadOptions, ...parts.options };
  const workerData: WorkerData = { clockOrigin: parts.clock.origin };
  const worker = new Worker(compiledModule(import.meta.url, './autocannon-worker.ts'), { workerData });
  const tell = (message: ToWorker): void => worker.postMessage(message);
  let onEnded: (end: PlayEnd) => void = () => undefined;
  worker.on('message', (message: FromWorker) => {
    switch (message.kind) {
      case 'batch':
        return parts.onBatch(message.batch);
      case 'sample':
        return parts.onSample(message.sample);
      case 'ended':
        return onEnded(message.end);
    }
  });
  const failure = new Promise<never>((_, reject) => void worker.once('error', reject));
  // Between plays nobody waits for it; the next play is told.
  failure.catch(() => undefined);

  return {
    async play(played, signal) {
      const closed = demandSaturation(played, options);
      const abort = (): void => tell({ kind: 'abort' });
      const ended = new Promise<PlayEnd>((resolve) => (onEnded = resolve));
      tell({ kind: 'play', parts: closed });
      signal.addEventListener('abort', abort);
      if (signal.aborted) abort();
      try {
        return await Promise.race([ended, failure]);
      } catch (error) {
        throw new FaasmarkError('LOAD_WORKER_FAILED', `the load generator failed: ${messageOf(error)}`, {
          cause: error,
        });
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    close: async () => void (await worker.terminate()),
  };
}
