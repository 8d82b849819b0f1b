/** The mappings of queues to functions, each with what polls for it while it is enabled. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { FunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { quotas } from '../control/quotas.ts';
import type { DataStore } from '../storage/data-store.ts';
import type { EventSource, EventSourceSettings } from './event-source.ts';
import { type QueuePoller, type QueuePollerContext, startQueuePoller } from './queue-poller.ts';

export interface EventSources {
  /** @throws LambdaError when this queue is mapped to this function already. */
  create(queue: string, target: FunctionReference, settings: EventSourceSettings): EventSource;
  /** @throws LambdaError `ResourceNotFoundException` */
  get(id: string): EventSource;
  list(): EventSource[];
  /** @throws LambdaError `ResourceNotFoundException` */
  change(id: string, settings: EventSourceSettings, target?: FunctionReference): EventSource;
  /** @throws LambdaError `ResourceNotFoundException` */
  delete(id: string): EventSource;
  /** Goes on with what an earlier platform has left in the store. */
  restore(): void;
  close(): void;
}

export function createEventSources(
  clock: Clock,
  store: DataStore,
  context: QueuePollerContext,
): EventSources {
  const sources = store.table('eventSources', {
    toJson: (source: EventSource) => source,
    fromJson: (json) => json as EventSource,
  });
  const pollers = new Map<string, QueuePoller>();

  function get(id: string): EventSource {
    const source = sources.get(id);
    if (source !== undefined) return source;
    throw new LambdaError('ResourceNotFoundException', 'The resource you requested does not exist.');
  }

  function put(source: EventSource): EventSource {
    sources.set(source.id, source);
    poll(source);
    return source;
  }

  function poll(source: EventSource): void {
    pollers.get(source.id)?.stop();
    pollers.delete(source.id);
    if (source.settings.isEnabled) pollers.set(source.id, startQueuePoller(source, context));
  }

  function list(): EventSource[] {
    return [...sources.entries()].map(([, source]) => source);
  }

  return {
    create(queue, target, settings) {
      const existing = list().find((source) => source.queue === queue && isSame(source.target, target));
      if (existing !== undefined) {
        throw new LambdaError(
          'ResourceConflictException',
          `An event source mapping with this queue and function exists already. Please update or delete the existing mapping with UUID ${existing.id}`,
        );
      }
      if (list().length >= quotas.eventSources) {
        throw new LambdaError(
          'InvalidParameterValueException',
          `There are ${quotas.eventSources} event source mappings, the most there may be.`,
        );
      }
      return put({ id: randomUUID(), queue, target, settings, modifiedEpochMs: clock.epochMs() });
    },
    get,
    list,
    change(id, settings, target) {
      const current = get(id);
      return put({
        ...current,
        settings,
        target: target ?? current.target,
        modifiedEpochMs: clock.epochMs(),
      });
    },
    delete(id) {
      const source = get(id);
      sources.delete(id);
      pollers.get(id)?.stop();
      pollers.delete(id);
      return source;
    },
    restore() {
      for (const source of list()) poll(source);
    },
    close() {
      for (const poller of pollers.values()) poller.stop();
      pollers.clear();
    },
  };
}

function isSame(one: FunctionReference, other: FunctionReference): boolean {
  return one.name === other.name && one.qualifier === other.qualifier;
}
