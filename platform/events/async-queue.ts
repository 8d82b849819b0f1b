/** Invocations whose caller does not wait: kept in memory until the function has taken them or they are given up. */
import type { Clock, Timer } from '../clock.ts';
import type { Invocation } from '../instances/invocation.ts';
import { decideRetry, type EventHistory, type RetryDecision, type RetryLimits } from './retry-policy.ts';

export type AttemptOutcome =
  | 'done'
  | 'functionError'
  /** Throttled, or the platform could not start an instance. */
  | 'refused'
  /** Its reserved concurrency is 0: waiting would not help. */
  | 'switchedOff'
  /** The function is gone. */
  | 'undeliverable';

/** What ran, and what it answered. */
export interface EventRun {
  readonly version: string;
  /** JSON. */
  readonly payload: Buffer;
}

export interface Attempt {
  readonly outcome: AttemptOutcome;
  /** Undefined when the function did not run. */
  readonly run?: EventRun | undefined;
}

export type EventEnd =
  'done' | 'switchedOff' | 'functionDeleted' | Extract<RetryDecision, { kind: 'giveUp' }>['reason'];

/** An event that is over. */
export interface FinishedEvent {
  readonly functionName: string;
  readonly invocation: Invocation;
  readonly end: EventEnd;
  /** Attempts that reached the function. */
  readonly runs: number;
  readonly lastRun: EventRun | undefined;
}

export interface AsyncQueueOptions {
  readonly clock: Clock;
  /** What holds for a function now, by the qualifier of the call. */
  limitsOf(functionName: string, qualifier: string | undefined): RetryLimits;
  /** Must not reject. */
  attempt(functionName: string, invocation: Invocation): Promise<Attempt>;
  onFinished(event: FinishedEvent): void;
}

export interface AsyncQueue {
  /** The same request id stays with all attempts, as on Lambda. */
  add(functionName: string, invocation: Invocation): void;
  /** Events that are not done yet. */
  size(): number;
  /** Forgets all of them. */
  close(): void;
}

interface QueuedEvent {
  readonly functionName: string;
  readonly invocation: Invocation;
  history: EventHistory;
  lastRun: EventRun | undefined;
  timer?: Timer;
}

export function createAsyncQueue(options: AsyncQueueOptions): AsyncQueue {
  const { clock } = options;
  const events = new Set<QueuedEvent>();

  async function run(event: QueuedEvent): Promise<void> {
    const { functionName, invocation } = event;
    const attempt = await options.attempt(functionName, invocation);
    // Closed meanwhile.
    if (!events.has(event)) return;
    event.lastRun = attempt.run ?? event.lastRun;
    switch (attempt.outcome) {
      case 'done':
      case 'switchedOff':
        return finish(event, attempt.outcome);
      case 'undeliverable':
        return finish(event, 'functionDeleted');
      case 'functionError':
      case 'refused':
        return retry(event, attempt.outcome);
    }
  }

  function retry(event: QueuedEvent, failed: 'functionError' | 'refused'): void {
    event.history = countFailure(event.history, failed);
    const nowMs = clock.now();
    const limits = options.limitsOf(event.functionName, event.invocation.qualifier);
    const decision = decideRetry(event.history, failed, limits, nowMs);
    if (decision.kind === 'giveUp') return finish(event, decision.reason);
    event.timer = clock.after(decision.atMs - nowMs, () => void run(event));
  }

  function finish(event: QueuedEvent, end: EventEnd): void {
    events.delete(event);
    const { functionName, invocation, history, lastRun } = event;
    const runs = history.functionErrors + (end === 'done' ? 1 : 0);
    options.onFinished({ functionName, invocation, end, runs, lastRun });
  }

  return {
    add(functionName, invocation) {
      const history = { queuedAtMs: clock.now(), functionErrors: 0, refusals: 0 };
      const event: QueuedEvent = { functionName, invocation, history, lastRun: undefined };
      events.add(event);
      void run(event);
    },
    size: () => events.size,
    close() {
      for (const event of events) event.timer?.cancel();
      events.clear();
    },
  };
}

function countFailure(history: EventHistory, outcome: 'functionError' | 'refused'): EventHistory {
  return outcome === 'functionError'
    ? { ...history, functionErrors: history.functionErrors + 1 }
    : { ...history, refusals: history.refusals + 1 };
}
