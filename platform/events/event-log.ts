/** What became of events: those that are not over, and the last ones that are. */
import type { AsyncQueue } from './async-queue.ts';
import type { AttemptRecord, EventEnd, EventProgress, FinishedEvent, QueuedEvent } from './queued-event.ts';

/** As `/admin/events` shows it; instants are ISO 8601. */
export interface EventRecord {
  readonly requestId: string;
  readonly function: string;
  readonly qualifier: string | null;
  readonly queuedAt: string;
  readonly attempts: readonly {
    readonly startedAt: string;
    readonly endedAt: string;
    readonly outcome: AttemptRecord['outcome'];
  }[];
  readonly state: 'running' | 'waiting' | 'over';
  /** Of the next attempt, while it waits. */
  readonly nextAttemptAt: string | null;
  /** How it ended; null while it has not. */
  readonly end: EventEnd | null;
}

export interface EventLog {
  add(event: FinishedEvent): void;
  /** Newest last. */
  list(functionName?: string): EventRecord[];
}

/** Events that are over and still told of. */
const mostFinished = 1000;

export function createEventLog(queue: Pick<AsyncQueue, 'list'>): EventLog {
  const finished: EventRecord[] = [];
  return {
    add(event) {
      finished.push({ ...toRecord(event, event.attempts), state: 'over', end: event.end });
      if (finished.length > mostFinished) finished.shift();
    },
    list(functionName) {
      const live = queue.list().map(({ event, progress }) => ({
        ...toRecord(event, progress?.attempts ?? []),
        ...toState(progress),
      }));
      return [...finished, ...live].filter(
        (record) => functionName === undefined || record.function === functionName,
      );
    },
  };
}

function toState(progress: EventProgress | undefined): Pick<EventRecord, 'state' | 'nextAttemptAt'> {
  const state = progress?.state;
  return state?.kind === 'waiting'
    ? { state: 'waiting', nextAttemptAt: toInstant(state.untilMs) }
    : { state: 'running', nextAttemptAt: null };
}

function toRecord(
  { functionName, invocation, queuedAtMs }: QueuedEvent,
  attempts: readonly AttemptRecord[],
): EventRecord {
  return {
    requestId: invocation.requestId,
    function: functionName,
    qualifier: invocation.qualifier ?? null,
    queuedAt: toInstant(queuedAtMs),
    attempts: attempts.map(({ startedAtMs, endedAtMs, outcome }) => ({
      startedAt: toInstant(startedAtMs),
      endedAt: toInstant(endedAtMs),
      outcome,
    })),
    state: 'running',
    nextAttemptAt: null,
    end: null,
  };
}

function toInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
