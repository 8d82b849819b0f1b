/** The load generator as the rest of the harness sees it: plays a schedule on a target, in threads of its own. */
import { Worker } from 'node:worker_threads';
import type { Schedule } from '../contract/arrivals.ts';
import type { Clock } from '../contract/clock.ts';
import { FaasmarkError, messageOf } from '../contract/errors.ts';
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import { compiledModule } from '../contract/package-root.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import { fromMillis } from '../contract/units.ts';
import { shiftStarts, toIntendedStarts } from './intended-starts.ts';
import {
  type FromSender,
  type Play,
  type PlayEnd,
  type SenderData,
  control as word,
  createControl,
} from './play.ts';

export interface LoadGeneratorOptions {
  readonly clock: Clock;
  /** Invocations that may be on the wire at once; default 10,000. */
  readonly maxInFlight?: number;
  onBatch(batch: InvocationBatch): void;
  onSample(sample: GeneratorSample): void;
}

export interface LoadGenerator {
  /**
   * Plays a schedule from now on, in the open model. Resolves when every invocation has ended and its record was
   * handed to `onBatch`. When the signal aborts, nothing more is sent and what is in flight gets a second to end.
   *
   * @throws FaasmarkError `LOAD_WORKER_FAILED`.
   */
  play(
    order: Pick<Play, 'phase' | 'function' | 'repetition' | 'target'> & { readonly schedule: Schedule },
    signal: AbortSignal,
  ): Promise<PlayEnd>;
  close(): Promise<void>;
}

/** From the order to the first intended start: time for the pacing worker to receive it. */
const leadMs = 5;

export function createLoadGenerator(options: LoadGeneratorOptions): LoadGenerator {
  const { clock } = options;
  const workerData: SenderData = { clockOrigin: clock.origin, maxInFlight: options.maxInFlight ?? 10_000 };
  const pacer = new Worker(compiledModule(import.meta.url, './pacer-worker.ts'), { workerData });
  const sender = new Worker(compiledModule(import.meta.url, './sender-worker.ts'), { workerData });
  const failure = new Promise<never>((_, reject) => {
    pacer.once('error', reject);
    sender.once('error', reject);
  });
  // Between plays nobody waits for it; the next play is told.
  failure.catch(() => undefined);

  let onReady: (() => void) | undefined;
  let onEnded: ((end: PlayEnd) => void) | undefined;
  sender.on('message', (message: FromSender) => {
    switch (message.kind) {
      case 'batch':
        return options.onBatch(message.batch);
      case 'sample':
        return options.onSample(message.sample);
      case 'ready':
        return onReady?.();
      case 'ended':
        return onEnded?.(message.end);
    }
  });

  return {
    async play({ schedule, ...order }, signal) {
      const control = createControl();
      const intendedStarts = toIntendedStarts(schedule);
      const abort = (): void => {
        Atomics.store(control, word.aborted, 1);
        Atomics.notify(control, word.aborted);
        Atomics.notify(control, word.due);
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
      try {
        const ready = new Promise<void>((resolve) => {
          onReady = resolve;
        });
        const end = new Promise<PlayEnd>((resolve) => {
          onEnded = resolve;
        });
        sender.postMessage({ ...order, intendedStarts, control } satisfies Play);
        await Promise.race([ready, failure]);
        shiftStarts(intendedStarts, clock.now() + fromMillis(leadMs));
        pacer.postMessage({ intendedStarts, control });
        return await Promise.race([end, failure]);
      } catch (error) {
        throw new FaasmarkError('LOAD_WORKER_FAILED', `the load generator failed: ${messageOf(error)}`, {
          cause: error,
        });
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    async close() {
      await Promise.all([pacer.terminate(), sender.terminate()]);
    },
  };
}
