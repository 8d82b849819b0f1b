/** What will happen, by time: the heart of the simulation, a binary heap on flat arrays. */

export interface EventQueue<Event> {
  /** Instant of the earliest event; Infinity without one. */
  nextMs(): number;
  push(atMs: number, event: Event): void;
  /** The earliest; it stays. */
  peek(): Event | undefined;
  /** Takes the earliest out. */
  pop(): Event | undefined;
  /** Moves the earliest to a later instant: half the work of taking it out and putting it back. */
  postpone(atMs: number): void;
}

/** Events at the same instant come in no particular, but always the same, order. */
export function createEventQueue<Event>(): EventQueue<Event> {
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
    peek: () => events[0],
    postpone(atMs) {
      const [first] = events;
      if (first !== undefined) siftDown(atMs, first);
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
