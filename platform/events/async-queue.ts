/** Invocations whose caller does not wait: kept until the function has taken them or they are given up, at least once. */
import type { Clock, Timer } from '../clock.ts';
import type { Invocation } from '../instances/invocation.ts';
import type { DataStore } from '../storage/data-store.ts';
import {
  type Attempt,
  type AttemptRecord,
  type EventEnd,
  type EventProgress,
  eventCodec,
  type FinishedEvent,
  progressCodec,
  type QueuedEvent,
} from './queued-event.ts';
import { decideRetry, type RetryLimits } from './retry-policy.ts';

export interface AsyncQueueOptions {
  readonly clock: Clock;
  readonly store: DataStore;
  /** What holds now for an event. */
  limitsOf(event: QueuedEvent): RetryLimits;
  /** Must not reject. */
  attempt(functionName: string, invocation: Invocation): Promise<Attempt>;
  /** What it puts into the store is as safe as the end of the event. */
  onFinished(event: FinishedEvent): void;
}

export interface AsyncQueue {
  /**
   * Resolves when the event is safe; its first attempt follows. The same request id stays with all attempts, as on
   * Lambda. Rejects with PlatformError `DATA_NOT_WRITTEN` when the event is not taken.
   */
  add(functionName: string, invocation: Invocation, plain?: QueuedEvent['plain']): Promise<void>;
  /** From within the platform: it is as safe as what is put into the store beside it. */
  pass(functionName: string, invocation: Invocation): void;
  /** Goes on with what an earlier platform has left in the store. */
  restore(): void;
  /** Events that are not done yet. */
  size(): number;
  /** When the oldest of them was taken; undefined when there is none. */
  oldestQueuedAtMs(): number | undefined;
  /** In the order in which they came. */
  list(): LiveEvent[];
  /** Forgets all of them; the store does not. */
  close(): void;
}

export interface LiveEvent {
  readonly event: QueuedEvent;
  /** Undefined during the first attempt. */
  readonly progress: EventProgress | undefined;
}

/** Its timer, while it waits. */
interface Entry {
  readonly event: QueuedEvent;
  timer?: Timer;
}

export function createAsyncQueue(options: AsyncQueueOptions): AsyncQueue {
  const { clock, store } = options;
  const events = store.table('events', eventCodec);
  const progress = store.table('eventProgress', progressCodec);
  const live = new Map<string, Entry>();

  function take(functionName: string, invocation: Invocation, plain?: QueuedEvent['plain']): Entry {
    const event = { functionName, invocation, queuedAtMs: clock.epochMs(), plain };
    const entry: Entry = { event };
    events.set(invocation.requestId, event);
    live.set(invocation.requestId, entry);
    return entry;
  }

  async function run(entry: Entry, startedAtMs: number): Promise<void> {
    const { functionName, invocation } = entry.event;
    const { outcome, run: lastRun } = await options.attempt(functionName, invocation);
    settle(entry, { startedAtMs, endedAtMs: clock.epochMs(), outcome }, lastRun);
  }

  /** What an attempt means for the event. */
  function settle(entry: Entry, attempt: AttemptRecord, lastRun: Attempt['run']): void {
    const id = entry.event.invocation.requestId;
    // Closed meanwhile.
    if (!live.has(id)) return;
    const before = progress.get(id);
    const seen = {
      attempts: [...(before?.attempts ?? []), attempt],
      lastRun: lastRun ?? before?.lastRun,
    };
    switch (attempt.outcome) {
      case 'done':
      case 'switchedOff':
        return finish(entry, attempt.outcome, seen);
      case 'undeliverable':
        return finish(entry, 'functionDeleted', seen);
      case 'functionError':
        return retry(entry, 'functionError', seen);
      case 'refused':
      case 'interrupted':
        return retry(entry, 'refused', seen);
    }
  }

  function retry(
    entry: Entry,
    failed: 'functionError' | 'refused',
    seen: Omit<EventProgress, 'state'>,
  ): void {
    const { event } = entry;
    const functionErrors = count(seen.attempts, 'functionError');
    const refusals = seen.attempts.length - functionErrors;
    const history = { queuedAtMs: event.queuedAtMs, functionErrors, refusals };
    const decision = decideRetry(history, failed, options.limitsOf(event), clock.epochMs());
    if (decision.kind === 'giveUp') return finish(entry, decision.reason, seen);
    progress.set(event.invocation.requestId, { ...seen, state: { kind: 'waiting', untilMs: decision.atMs } });
    store.commitSoon();
    wait(entry, decision.atMs);
  }

  function wait(entry: Entry, untilMs: number): void {
    entry.timer = clock.after(untilMs - clock.epochMs(), () => void runAgain(entry));
  }

  /** First it is on record that it runs: a platform that ends meanwhile leaves an attempt, not a wait. */
  async function runAgain(entry: Entry): Promise<void> {
    const id = entry.event.invocation.requestId;
    const sinceMs = clock.epochMs();
    const { attempts = [], lastRun } = progress.get(id) ?? {};
    progress.set(id, { attempts, lastRun, state: { kind: 'running', sinceMs } });
    await store.commit().catch(() => undefined);
    // Closed meanwhile.
    if (live.has(id)) await run(entry, sinceMs);
  }

  function finish(
    { event }: Entry,
    end: EventEnd,
    { attempts, lastRun }: Omit<EventProgress, 'state'>,
  ): void {
    forget(event);
    const runs = count(attempts, 'functionError') + count(attempts, 'done');
    options.onFinished({ ...event, end, attempts, runs, lastRun });
    store.commitSoon();
  }

  function forget({ invocation: { requestId } }: QueuedEvent): void {
    live.delete(requestId);
    events.delete(requestId);
    progress.delete(requestId);
  }

  return {
    async add(functionName, invocation, plain) {
      const entry = take(functionName, invocation, plain);
      try {
        await store.commit();
      } catch (error) {
        forget(entry.event);
        throw error;
      }
      if (live.has(invocation.requestId)) void run(entry, entry.event.queuedAtMs);
    },
    pass(functionName, invocation) {
      const entry = take(functionName, invocation);
      store.commitSoon();
      void run(entry, entry.event.queuedAtMs);
    },
    restore() {
      for (const [id, event] of events.entries()) {
        const entry: Entry = { event };
        live.set(id, entry);
        const state = progress.get(id)?.state ?? { kind: 'running', sinceMs: event.queuedAtMs };
        if (state.kind === 'waiting') wait(entry, state.untilMs);
        else
          settle(
            entry,
            { startedAtMs: state.sinceMs, endedAtMs: clock.epochMs(), outcome: 'interrupted' },
            undefined,
          );
      }
    },
    size: () => live.size,
    oldestQueuedAtMs() {
      const [oldest] = live.values();
      return oldest?.event.queuedAtMs;
    },
    list: () => [...live].map(([id, { event }]) => ({ event, progress: progress.get(id) })),
    close() {
      for (const { timer } of live.values()) timer?.cancel();
      live.clear();
    },
  };
}

function count(attempts: readonly AttemptRecord[], outcome: AttemptRecord['outcome']): number {
  return attempts.filter((attempt) => attempt.outcome === outcome).length;
}
