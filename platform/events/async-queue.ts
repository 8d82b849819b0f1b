/** Invocations whose caller does not wait: kept in memory until the function has taken them or they are given up. */
import type { Clock, Timer } from '../clock.ts';
import type { Invocation } from '../instances/invocation.ts';
import { decideRetry, type EventHistory, type RetryDecision, type RetryLimits } from './retry-policy.ts';

export type AttemptOutcome =
  | 'done'
  | 'functionError'
  /** Throttled, or the platform could not start an instance. */
  | 'refused'
  /** The function is gone. */
  | 'undeliverable';

export interface AsyncQueueOptions {
  readonly clock: Clock;
  readonly limits: RetryLimits;
  /** Must not reject. */
  attempt(functionName: string, invocation: Invocation): Promise<AttemptOutcome>;
  onGivenUp(functionName: string, invocation: Invocation, reason: GiveUpReason): void;
}

export type GiveUpReason = Extract<RetryDecision, { kind: 'giveUp' }>['reason'] | 'functionDeleted';

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
  timer?: Timer;
}

export function createAsyncQueue(options: AsyncQueueOptions): AsyncQueue {
  const { clock, limits } = options;
  const events = new Set<QueuedEvent>();

  async function run(event: QueuedEvent): Promise<void> {
    const { functionName, invocation } = event;
    const outcome = await options.attempt(functionName, invocation);
    // Closed meanwhile.
    if (!events.has(event)) return;
    if (outcome === 'done') {
      events.delete(event);
      return;
    }
    if (outcome === 'undeliverable') return giveUp(event, 'functionDeleted');
    event.history = countFailure(event.history, outcome);
    const nowMs = clock.now();
    const decision = decideRetry(event.history, outcome, limits, nowMs);
    if (decision.kind === 'giveUp') return giveUp(event, decision.reason);
    event.timer = clock.after(decision.atMs - nowMs, () => void run(event));
  }

  function giveUp(event: QueuedEvent, reason: GiveUpReason): void {
    events.delete(event);
    options.onGivenUp(event.functionName, event.invocation, reason);
  }

  return {
    add(functionName, invocation) {
      const history = { queuedAtMs: clock.now(), functionErrors: 0, refusals: 0 };
      const event: QueuedEvent = { functionName, invocation, history };
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
