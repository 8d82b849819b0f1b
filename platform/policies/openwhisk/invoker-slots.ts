/**
 * What one OpenWhisk controller may send to one invoker: memory, and within the containers that it has already paid
 * for, free concurrency (NestedSemaphore.scala and ResizableSemaphore.scala). Immutable: each call gives the next state.
 */

export interface InvokerSlots {
  /** Below zero after forced placements. */
  readonly freeMiB: number;
  /** By action, only of actions with a container concurrency above 1. */
  readonly actions: ReadonlyMap<string, ActionSlots>;
}

interface ActionSlots {
  /** Activations that containers already paid for still take. */
  readonly free: number;
  readonly running: number;
}

export interface SlotRequest {
  /** Fully qualified, with its version. */
  readonly action: string;
  readonly memoryMiB: number;
  /** Activations that one container of the action takes at once. */
  readonly maxConcurrent: number;
}

/**
 * The share of an invoker's memory that one of several controllers gives away, at least one smallest action.
 *
 * @param leastMiB - the smallest memory of an action; 128 by default.
 */
export function createInvokerSlots(userMemoryMiB: number, controllers: number, leastMiB = 128): InvokerSlots {
  const shareMiB = Math.floor(userMemoryMiB / Math.max(1, controllers));
  return { freeMiB: Math.max(leastMiB, shareMiB), actions: new Map() };
}

function withAction(slots: InvokerSlots, freeMiB: number, action: string, next: ActionSlots): InvokerSlots {
  const actions = new Map(slots.actions);
  if (next.running === 0) actions.delete(action);
  else actions.set(action, next);
  return { freeMiB, actions };
}

function takeMemory(slots: InvokerSlots, { action, memoryMiB, maxConcurrent }: SlotRequest): InvokerSlots {
  const freeMiB = slots.freeMiB - memoryMiB;
  if (maxConcurrent === 1) return { freeMiB, actions: slots.actions };
  const { free, running } = slots.actions.get(action) ?? { free: 0, running: 0 };
  return withAction(slots, freeMiB, action, { free: free + maxConcurrent - 1, running: running + 1 });
}

function takeConcurrency(slots: InvokerSlots, { action }: SlotRequest): InvokerSlots | undefined {
  const seen = slots.actions.get(action);
  if (seen === undefined || seen.free === 0) return undefined;
  return withAction(slots, slots.freeMiB, action, { free: seen.free - 1, running: seen.running + 1 });
}

/** Takes one activation's place; undefined when there is none. */
export function acquireInvokerSlot(slots: InvokerSlots, request: SlotRequest): InvokerSlots | undefined {
  const concurrent = request.maxConcurrent === 1 ? undefined : takeConcurrency(slots, request);
  if (concurrent !== undefined) return concurrent;
  return slots.freeMiB >= request.memoryMiB ? takeMemory(slots, request) : undefined;
}

/** Takes one activation's place, whether there is one or not. */
export function forceInvokerSlot(slots: InvokerSlots, request: SlotRequest): InvokerSlots {
  return acquireInvokerSlot(slots, request) ?? takeMemory(slots, request);
}

/** Gives one activation's place back; memory comes back when a whole container's worth of concurrency is free. */
export function releaseInvokerSlot(slots: InvokerSlots, request: SlotRequest): InvokerSlots {
  const { action, memoryMiB, maxConcurrent } = request;
  if (maxConcurrent === 1) return { freeMiB: slots.freeMiB + memoryMiB, actions: slots.actions };
  const { free, running } = slots.actions.get(action) ?? { free: 0, running: 1 };
  const isContainerFree = (free + 1) % maxConcurrent === 0;
  return withAction(slots, slots.freeMiB + (isContainerFree ? memoryMiB : 0), action, {
    free: isContainerFree ? free + 1 - maxConcurrent : free + 1,
    running: running - 1,
  });
}
