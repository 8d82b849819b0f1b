/**
 * Brings the messages of one queue to one function, a batch at a time, several batches at once. What the function has
 * handled is deleted; what it has not comes again when it has been hidden for long enough.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Attempt } from '../events/queued-event.ts';
import type { Invocation } from '../instances/invocation.ts';
import type { EventSource } from './event-source.ts';
import type { ReceivedMessage } from './message.ts';
import { toMessageFilter } from './message-filter.ts';
import type { Queue } from './queue.ts';
import { findHandled, toQueueEvent } from './queue-event.ts';

export interface QueuePollerContext {
  readonly clock: Clock;
  readonly findQueue: (name: string) => Queue | undefined;
  /** Whether there is a function of that name. */
  readonly isDeployed: (functionName: string) => boolean;
  /** One try to have a function take an event. Must not reject. */
  readonly attempt: (functionName: string, invocation: Invocation) => Promise<Attempt>;
  /** Makes safe what has changed. */
  readonly commitSoon: () => void;
}

export interface QueuePoller {
  /** Takes no more messages; those that it has brought are still deleted when they are handled. */
  stop(): void;
}

/** As many as Lambda begins with (docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html); ours stay at it. */
const defaultConcurrency = 5;
/** After which it looks again for what is not there: the queue, the function, or room for an invocation. */
const pauseMs = 1000;
/** Of the messages of one batch: escaped, and with all that is told of them, they stay below what a function may get. */
const batchBytes = 2 * 1024 * 1024;
/** Waits end by messages or by the signal. */
const longWaitMs = 3_600_000;

export function startQueuePoller(
  { queue: name, target, settings }: EventSource,
  context: QueuePollerContext,
): QueuePoller {
  const { clock } = context;
  const stopping = new AbortController();
  const { signal } = stopping;
  const isStopped = (): boolean => signal.aborted;
  const most = settings.maxConcurrency ?? defaultConcurrency;
  const isWanted = toMessageFilter(settings.filters ?? []);
  let running = 0;
  let whenFree: (() => void) | undefined;

  async function poll(): Promise<void> {
    while (!isStopped()) {
      const queue = context.findQueue(name);
      if (queue === undefined || !context.isDeployed(target.name)) {
        await pause();
      } else if (running >= most) {
        await new Promise<void>((resolve) => (whenFree = resolve));
      } else {
        const batch = await gather(queue);
        if (batch.length > 0) void bring(queue, batch);
      }
    }
  }

  /** The window opens with the first message. */
  async function gather(queue: Queue): Promise<ReceivedMessage[]> {
    await queue.wait(longWaitMs, signal);
    if (isStopped()) return [];
    const max = settings.batchSize;
    const batch = take(queue, max);
    const endMs = clock.now() + settings.windowSeconds * 1000;
    while (batch.length > 0 && batch.length < max && clock.now() < endMs && !isStopped()) {
      await queue.wait(endMs - clock.now(), signal);
      if (!isStopped()) batch.push(...take(queue, max - batch.length));
    }
    context.commitSoon();
    return batch;
  }

  /** What is not wanted is gone from the queue, as on Lambda. */
  function take(queue: Queue, max: number): ReceivedMessage[] {
    const received = queue.receive({ max, maxBytes: batchBytes });
    return received.filter(({ message, receipt }) => {
      if (isWanted(message.body)) return true;
      queue.delete(receipt);
      return false;
    });
  }

  async function bring(queue: Queue, batch: readonly ReceivedMessage[]): Promise<void> {
    running++;
    const { outcome, run } = await context.attempt(target.name, {
      requestId: randomUUID(),
      qualifier: target.qualifier,
      payload: toQueueEvent(batch),
      wantsLogTail: false,
    });
    if (outcome === 'done') {
      const handled = settings.reportsFailures && run !== undefined ? findHandled(batch, run.payload) : batch;
      for (const { receipt } of handled) queue.delete(receipt);
      context.commitSoon();
    } else if (outcome !== 'functionError' && !isStopped()) {
      // There is no room now: others would only be hidden for nothing.
      await pause();
    }
    running--;
    free();
  }

  function free(): void {
    whenFree?.();
    whenFree = undefined;
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = clock.after(pauseMs, end);
      signal.addEventListener('abort', end);
    });
  }

  void poll();
  return {
    stop() {
      stopping.abort();
      free();
    },
  };
}
