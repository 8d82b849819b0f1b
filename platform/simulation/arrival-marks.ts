/** Which of several streams an invocation belongs to, from its arrival to its start: a number stands for it. */

export interface ArrivalMarks {
  /** @returns the number of the invocation. */
  add(atMs: number, stream: number): number;
  streamOf(mark: number): number;
  /** It has started, or is refused. @returns when it came. */
  take(mark: number): number;
}

export function createArrivalMarks(): ArrivalMarks {
  const marked = new Map<number, { readonly atMs: number; readonly stream: number }>();
  let added = 0;
  return {
    add(atMs, stream) {
      marked.set(added, { atMs, stream });
      return added++;
    },
    streamOf: (mark) => marked.get(mark)?.stream ?? 0,
    take(mark) {
      const atMs = marked.get(mark)?.atMs ?? 0;
      marked.delete(mark);
      return atMs;
    },
  };
}
