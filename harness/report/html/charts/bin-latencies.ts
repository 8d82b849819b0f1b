/** Response times of a load binned by time and by logarithm: every invocation is in one cell, so no extreme is lost. */
import { type Invocation, type StartKind, responseTime } from '../../../contract/invocation.ts';
import { type Nanos, toMillis } from '../../../contract/units.ts';
import type { Scale } from './scale.ts';

export interface HeatCell {
  readonly column: number;
  /** From the bottom. */
  readonly row: number;
  readonly count: number;
  /** `cold` as soon as one of them waited for a new instance: those are few, and what matters. */
  readonly start: StartKind;
}

export interface HeatGrid {
  readonly cells: readonly HeatCell[];
  /** Columns with invocations that were sent but did not end ok, or that were never sent. */
  readonly troubled: readonly number[];
}

export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  readonly from: Nanos;
  readonly to: Nanos;
  /** Milliseconds to a position between 0 and 1. */
  readonly position: Scale;
}

/** Columns go by the intended start: a stall is seen where callers met it, not where it was over. */
export function binLatencies(invocations: readonly Invocation[], shape: GridShape): HeatGrid {
  const { columns, rows, position } = shape;
  const counts = new Uint32Array(columns * rows);
  const kinds = new Uint8Array(columns * rows);
  const troubled = new Set<number>();
  for (const invocation of invocations) {
    const column = toColumn(invocation.intendedStart, shape);
    if (invocation.outcome !== 'ok') troubled.add(column);
    if (invocation.sentAt === undefined) continue;
    const share = position.at(toMillis(responseTime(invocation)));
    const at = column * rows + Math.min(rows - 1, Math.floor(share * rows));
    counts[at] = (counts[at] ?? 0) + 1;
    kinds[at] = Math.max(kinds[at] ?? 0, priority.indexOf(toShown(invocation.start)));
  }
  return { cells: toCells(counts, kinds, rows), troubled: [...troubled] };
}

/** The later one wins the cell. */
const priority: readonly StartKind[] = ['unknown', 'warm', 'cold'];

/** Who waited beside another for a new instance had a cold start as well. */
function toShown(start: StartKind): StartKind {
  return start === 'coldWaiter' ? 'cold' : start;
}

function toColumn(at: Nanos, { columns, from, to }: GridShape): number {
  return Math.min(columns - 1, Math.max(0, Math.floor(((at - from) / Math.max(1, to - from)) * columns)));
}

function toCells(counts: Uint32Array, kinds: Uint8Array, rows: number): HeatCell[] {
  const cells: HeatCell[] = [];
  for (const [at, count] of counts.entries()) {
    if (count === 0) continue;
    const start = priority[kinds[at] ?? 0] ?? 'unknown';
    cells.push({ column: Math.floor(at / rows), row: at % rows, count, start });
  }
  return cells;
}
