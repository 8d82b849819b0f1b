/** What will happen, by time: the heart of the simulation, a binary heap on flat arrays. */

export interface EventQueue<Owner, Subject> {
  /** Instant of the earliest event; Infinity without one. */
  nextMs(): number;
  push(atMs: number, event: SimulatedEvent<Owner, Subject>): void;
  /** Takes the earliest out. */
  pop(): SimulatedEvent<Owner, Subject> | undefined;
}

export type EventKind = 'arrival' | 'completion' | 'readiness' | 'wake';

/** Never changed: the same object may be in the queue again and again. */
export interface SimulatedEvent<Owner, Subject> {
  readonly kind: EventKind;
  readonly owner: Owner;
  /** Of a completion or readiness. */
  readonly subject: Subject;
}

/** Events at the same instant come in no particular, but always the same, order. */
export function createEventQueue<Owner, Subject>(): EventQueue<Owner, Subject> {
  type Event = SimulatedEvent<Owner, Subject>;
  let instants = new Float64Array(1024);
  const events: Event[] = [];

  function put(index: number, atMs: number, event: Event): void {
    instants[index] = atMs;
    events[index] = event;
  }

  function instantOf(index: number): number {
    return instants[index] ?? Infinity;
  }

  function siftDown(atMs: number, event: Event): void {
    const { length } = events;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= length) break;
      let childMs = instantOf(child);
      const otherMs = child + 1 < length ? instantOf(child + 1) : Infinity;
      if (otherMs < childMs) {
        child++;
        childMs = otherMs;
      }
      if (childMs >= atMs) break;
      put(index, childMs, events[child] as Event);
      index = child;
    }
    put(index, atMs, event);
  }

  return {
    nextMs: () => (events.length === 0 ? Infinity : instantOf(0)),
    push(atMs, event) {
      if (events.length === instants.length) instants = widen(instants);
      let index = events.length;
      while (index > 0) {
        const parent = (index - 1) >> 1;
        if (instantOf(parent) <= atMs) break;
        put(index, instantOf(parent), events[parent] as Event);
        index = parent;
      }
      put(index, atMs, event);
    },
    pop() {
      const first = events[0];
      const last = events.pop();
      if (last !== undefined && events.length > 0) siftDown(instantOf(events.length), last);
      return first;
    },
  };
}

function widen(narrow: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const wide = new Float64Array(narrow.length * 2);
  wide.set(narrow);
  return wide;
}
