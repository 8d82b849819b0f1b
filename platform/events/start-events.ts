/** Puts together what happens without a caller who waits. */
import type { Clock } from '../clock.ts';
import type { EventInvokeConfig } from '../control/event-invoke-config.ts';
import { latestVersion } from '../control/function-revision.ts';
import type { Invocation } from '../instances/invocation.ts';
import type { DataStore } from '../storage/data-store.ts';
import { type AsyncQueue, createAsyncQueue } from './async-queue.ts';
import { createDestinations } from './destinations.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import type { Attempt } from './queued-event.ts';
import { lambdaRetryLimits, narrowRetryLimits } from './retry-policy.ts';

export interface EventsContext {
  readonly clock: Clock;
  readonly store: DataStore;
  /** What is configured for the events of a function, a version or an alias. */
  readonly findConfig: (functionName: string, qualifier: string) => EventInvokeConfig | undefined;
  /** One try to have a function take an event. Must not reject. */
  readonly attempt: (functionName: string, invocation: Invocation) => Promise<Attempt>;
  readonly log: (line: string) => void;
}

export interface Events {
  readonly queue: AsyncQueue;
  readonly log: EventLog;
  /** Goes on with what an earlier platform has left. */
  restore(): void;
  close(): void;
}

export function createEvents({ clock, store, findConfig, attempt, log }: EventsContext): Events {
  const configOf = (name: string, qualifier: string = latestVersion): EventInvokeConfig | undefined =>
    findConfig(name, qualifier);
  const tellDestination = createDestinations({ clock, configOf, log });
  const queue = createAsyncQueue({
    clock,
    store,
    limitsOf: ({ functionName, invocation }) =>
      narrowRetryLimits(lambdaRetryLimits, configOf(functionName, invocation.qualifier) ?? {}),
    attempt,
    onFinished(event) {
      eventLog.add(event);
      if (event.end !== 'done') {
        log(`event ${event.invocation.requestId} for ${event.functionName} given up: ${event.end}`);
      }
      tellDestination(event, queue);
    },
  });
  const eventLog = createEventLog(queue);
  return { queue, log: eventLog, restore: () => queue.restore(), close: () => queue.close() };
}
