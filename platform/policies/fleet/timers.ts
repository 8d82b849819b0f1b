/** What a fleet has to look at again, and when: instants only, for whoever drives the time. */

export interface Timers<Subject> {
  /** The earliest; Infinity without one. */
  nextMs(): number;
  add(atMs: number, subject: Subject): void;
  /** Takes the earliest out. */
  shift(): Subject | undefined;
}

/** A binary heap; what comes due at the same instant comes in the order in which it was added. */
export function createTimers<Subject>(): Timers<Subject> {
  const instants: number[] = [];
  const orders: number[] = [];
  const subjects: Subject[] = [];
  let added = 0;

  function isBefore(a: number, b: number): boolean {
    const difference = (instants[a] ?? 0) - (instants[b] ?? 0);
    return difference === 0 ? (orders[a] ?? 0) < (orders[b] ?? 0) : difference < 0;
  }

  function swap(a: number, b: number): void {
    swapIn(instants, a, b);
    swapIn(orders, a, b);
    swapIn(subjects, a, b);
  }

  function siftDown(): void {
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= instants.length) return;
      if (child + 1 < instants.length && isBefore(child + 1, child)) child++;
      if (!isBefore(child, index)) return;
      swap(child, index);
      index = child;
    }
  }

  return {
    nextMs: () => instants[0] ?? Infinity,
    add(atMs, subject) {
      let index = instants.push(atMs) - 1;
      orders.push(added++);
      subjects.push(subject);
      while (index > 0 && isBefore(index, (index - 1) >> 1)) {
        swap(index, (index - 1) >> 1);
        index = (index - 1) >> 1;
      }
    },
    shift() {
      const last = instants.length - 1;
      if (last < 0) return undefined;
      swap(0, last);
      instants.pop();
      orders.pop();
      const subject = subjects.pop();
      siftDown();
      return subject;
    },
  };
}

function swapIn(list: unknown[], a: number, b: number): void {
  const item = list[a];
  list[a] = list[b];
  list[b] = item;
}
