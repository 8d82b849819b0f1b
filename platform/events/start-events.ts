/** Puts together what happens without a caller who waits. */
import type { Clock } from '../clock.ts';
import { findRevision } from '../control/deployed-function.ts';
import type { EventInvokeConfig } from '../control/event-invoke-config.ts';
import type { FunctionRegistry } from '../control/function-registry.ts';
import { latestVersion } from '../control/function-revision.ts';
import type { FaultInjector } from '../faults/fault-injector.ts';
import { createFaultyQueue } from '../faults/faulty-queue.ts';
import type { Invocation } from '../instances/invocation.ts';
import type { Pool } from '../instances/pool.ts';
import { createEventSources, type EventSources } from '../queues/event-sources.ts';
import { createQueues, type Queues } from '../queues/queues.ts';
import type { DataStore } from '../storage/data-store.ts';
import { createTimers, type Timers } from '../timers/timers.ts';
import { type AsyncQueue, createAsyncQueue } from './async-queue.ts';
import { createCallbacks, postCallback } from './callbacks.ts';
import { whyRefusedCallback } from './callback-url.ts';
import { createDestinations } from './destinations.ts';
import { createEventLog, type EventLog } from './event-log.ts';
import type { Attempt, FinishedEvent, QueuedEvent } from './queued-event.ts';
import { lambdaRetryLimits, narrowRetryLimits, type RetryLimits } from './retry-policy.ts';

export interface EventsContext {
  readonly clock: Clock;
  readonly store: DataStore;
  readonly registry: Pick<FunctionRegistry<Pool>, 'find'>;
  /** One try to have a function take an event. Must not reject. */
  readonly attempt: (functionName: string, invocation: Invocation) => Promise<Attempt>;
  /** Whether results may be sent to other machines. */
  readonly hasRemoteCallbacks: boolean;
  /** What is declared to go wrong with events. */
  readonly injector: FaultInjector;
  readonly log: (line: string) => void;
}

export interface Events {
  readonly queue: AsyncQueue;
  readonly log: EventLog;
  readonly queues: Queues;
  readonly sources: EventSources;
  readonly timers: Timers;
  /** Why no result may be sent to a URL; undefined when it may. */
  whyRefusedCallback(url: string): string | undefined;
  /** Resolves when what was changed is safe. */
  commit(): Promise<void>;
  /** Goes on with what an earlier platform has left. */
  restore(): void;
  close(): void;
}

export function createEvents(context: EventsContext): Events {
  const { clock, store, registry, attempt, log } = context;
  const configOf = (name: string, qualifier: string = latestVersion): EventInvokeConfig | undefined =>
    registry.find(name)?.eventInvokeConfigs.get(qualifier);
  const deadLetterArnOf = (name: string, qualifier: string | undefined): string | undefined => {
    const deployed = registry.find(name);
    return deployed && findRevision(deployed, qualifier)?.revision.settings.deadLetterArn;
  };
  const limitsOf = ({ functionName, invocation, plain }: QueuedEvent): RetryLimits =>
    narrowRetryLimits(
      lambdaRetryLimits,
      plain === undefined ? (configOf(functionName, invocation.qualifier) ?? {}) : { maxRetries: 0 },
    );

  const queues = createQueues(clock, store);
  const sources = createEventSources(clock, store, {
    clock,
    findQueue: (name) => queues.find(name),
    isDeployed: (name) => registry.find(name) !== undefined,
    attempt,
    commitSoon: () => store.commitSoon(),
  });
  const tell = createDestinations({ clock, configOf, deadLetterArnOf, queues, log });
  const onFinished = (event: FinishedEvent): void => {
    eventLog.add(event);
    if (event.end !== 'done') {
      log(`event ${event.invocation.requestId} for ${event.functionName} given up: ${event.end}`);
    }
    tell(event, queue);
    callbacks.add(event);
  };
  const queue = createFaultyQueue({
    attempt,
    injector: context.injector,
    create: (faultyAttempt) =>
      createAsyncQueue({ clock, store, limitsOf, attempt: faultyAttempt, onFinished }),
  });
  const eventLog = createEventLog(queue);
  const callbacks = createCallbacks({ clock, store, post: postCallback, log });
  const timers = createTimers(clock, store, queue);

  return {
    queue,
    log: eventLog,
    queues,
    sources,
    timers,
    whyRefusedCallback: (url) => whyRefusedCallback(url, context.hasRemoteCallbacks),
    commit: () => store.commit(),
    restore() {
      queues.restore();
      queue.restore();
      sources.restore();
      callbacks.restore();
      timers.restore();
    },
    close() {
      timers.close();
      sources.close();
      queue.close();
      callbacks.close();
      queues.close();
    },
  };
}
