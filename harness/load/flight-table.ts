/**
 * What the sender has to remember of every invocation on its way: columns with a free list, so that nothing is made for
 * an invocation and none is left for the garbage collector.
 */
import type { Nanos } from '../contract/units.ts';

export interface FlightTable {
  readonly part: Uint16Array;
  readonly index: Uint32Array;
  readonly intendedStart: Float64Array;
  readonly sentAt: Float64Array;
  readonly attempts: Uint8Array;
  /** A free ticket, or -1 when there is none. */
  take(part: number, index: number, intendedStart: Nanos): number;
  release(ticket: number): void;
}

export function createFlightTable(capacity: number): FlightTable {
  const free = new Uint32Array(capacity);
  for (let at = 0; at < capacity; at++) free[at] = capacity - 1 - at;
  let freeCount = capacity;
  const table: FlightTable = {
    part: new Uint16Array(capacity),
    index: new Uint32Array(capacity),
    intendedStart: new Float64Array(capacity),
    sentAt: new Float64Array(capacity),
    attempts: new Uint8Array(capacity),
    take(part, index, intendedStart) {
      if (freeCount === 0) return -1;
      const ticket = free[--freeCount] as number;
      table.part[ticket] = part;
      table.index[ticket] = index;
      table.intendedStart[ticket] = intendedStart;
      table.sentAt[ticket] = Number.NaN;
      table.attempts[ticket] = 0;
      return ticket;
    },
    release(ticket) {
      free[freeCount++] = ticket;
    },
  };
  return table;
}
