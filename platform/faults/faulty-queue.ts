/** An asynchronous queue that loses and doubles what it has taken, as declared. */
import type { AsyncQueue, AsyncQueueOptions } from '../events/async-queue.ts';
import type { FaultInjector } from './fault-injector.ts';
import { findFault } from './fault-sums.ts';

export interface FaultyQueueParts {
  /** Takes an event that is to be attempted by the attempt that it is given. */
  readonly create: (attempt: AsyncQueueOptions['attempt']) => AsyncQueue;
  readonly attempt: AsyncQueueOptions['attempt'];
  readonly injector: FaultInjector;
}

export function createFaultyQueue({ create, attempt, injector }: FaultyQueueParts): AsyncQueue {
  /** Request ids of events whose first attempt comes twice. */
  const doubled = new Set<string>();
  const queue = create(async (functionName, invocation) => {
    // One after the other: an instance that holds several tells them apart by their id.
    if (doubled.delete(invocation.requestId)) await attempt(functionName, invocation);
    return await attempt(functionName, invocation);
  });

  /** @returns whether it is lost. */
  function meet(functionName: string, requestId: string): boolean {
    if (!injector.isActive()) return false;
    const faults = injector.meet('event', { functionName, requestId });
    if (findFault(faults, 'doubleEvent') !== undefined) doubled.add(requestId);
    return findFault(faults, 'loseEvent') !== undefined;
  }

  return {
    ...queue,
    async add(functionName, invocation, plain) {
      if (!meet(functionName, invocation.requestId)) await queue.add(functionName, invocation, plain);
    },
    pass(functionName, invocation) {
      if (!meet(functionName, invocation.requestId)) queue.pass(functionName, invocation);
    },
  };
}
