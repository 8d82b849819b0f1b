/** Response times binned by time and by logarithm: every invocation is in one cell, so no extreme is lost. */
import { type Invocation, type StartKind, responseTime } from '../../../harness/contract/invocation.ts';
import { type Nanos, toMillis } from '../../../harness/contract/units.ts';
import { round } from './chart.ts';

export interface Heat {
  readonly columns: number;
  readonly rows: number;
  readonly lowMs: number;
  readonly highMs: number;
  /** Four numbers a cell: column, row from the bottom, invocations, position in {@link heatKinds}. */
  readonly cells: readonly number[];
  /** Of each column: invocations; their median and slowest response time in milliseconds, 0 where there is none. */
  readonly n: readonly number[];
  readonly p50Ms: readonly number[];
  readonly maxMs: readonly number[];
  /** Of each column: how many were not answered well, or never sent. */
  readonly notOk: readonly number[];
  readonly cold: readonly number[];
}

/** The later one wins a cell: cold starts are few, and what matters. */
export const heatKinds: readonly StartKind[] = ['unknown', 'warm', 'cold'];

export interface HeatShape {
  readonly columns: number;
  readonly rows: number;
  readonly from: Nanos;
  readonly to: Nanos;
}

/** Columns go by the intended start: a stall is seen where callers met it, not where it was over. */
export function toHeat(invocations: readonly Invocation[], shape: HeatShape): Heat {
  const { columns, rows, from, to } = shape;
  const columnOf = (at: Nanos): number =>
    Math.min(columns - 1, Math.max(0, Math.floor(((at - from) / Math.max(1, to - from)) * columns)));
  const times: number[][] = Array.from({ length: columns }, () => []);
  const [notOk, cold] = [zeros(columns), zeros(columns)];
  const { lowMs, highMs } = toExtremes(invocations);
  const counts = new Uint32Array(columns * rows);
  const kinds = new Uint8Array(columns * rows);
  const span = Math.log(highMs / lowMs);
  for (const invocation of invocations) {
    const column = columnOf(invocation.intendedStart);
    if (invocation.outcome !== 'ok') notOk[column] = (notOk[column] ?? 0) + 1;
    if (toShown(invocation.start) === 'cold') cold[column] = (cold[column] ?? 0) + 1;
    if (invocation.sentAt === undefined) continue;
    const time = Math.max(lowMs, toMillis(responseTime(invocation)));
    times[column]?.push(time);
    const cell = column * rows + Math.min(rows - 1, Math.floor((Math.log(time / lowMs) / span) * rows));
    counts[cell] = (counts[cell] ?? 0) + 1;
    kinds[cell] = Math.max(kinds[cell] ?? 0, heatKinds.indexOf(toShown(invocation.start)));
  }
  const sorted = times.map((own) => own.toSorted((a, b) => a - b));
  return {
    columns,
    rows,
    lowMs: round(lowMs),
    highMs: round(highMs),
    cells: toCells(counts, kinds, rows),
    n: sorted.map((own) => own.length),
    p50Ms: sorted.map((own) => round(own[(own.length - 1) >> 1] ?? 0)),
    maxMs: sorted.map((own) => round(own.at(-1) ?? 0)),
    notOk,
    cold,
  };
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}

/** Who waited beside another for a new instance had a cold start as well. */
function toShown(start: StartKind): StartKind {
  return start === 'coldWaiter' ? 'cold' : start;
}

/** On 1, 2 or 5 times a power of ten, so that the axis has round ends. */
function toExtremes(invocations: readonly Invocation[]): { readonly lowMs: number; readonly highMs: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const one of invocations) {
    if (one.sentAt === undefined) continue;
    const time = toMillis(responseTime(one));
    low = Math.min(low, time);
    high = Math.max(high, time);
  }
  if (high < low) return { lowMs: 1, highMs: 10 };
  const lowMs = roundTo(Math.max(low, 1e-3), Math.floor);
  return { lowMs, highMs: Math.max(lowMs * 2, roundTo(high, Math.ceil)) };
}

function roundTo(value: number, toWhole: (value: number) => number): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10];
  const fits =
    toWhole === Math.floor
      ? steps.findLast((step) => step * decade <= value * 1.0001)
      : steps.find((step) => step * decade >= value * 0.9999);
  return Number(((fits ?? 1) * decade).toPrecision(1));
}

function toCells(counts: Uint32Array, kinds: Uint8Array, rows: number): number[] {
  const cells: number[] = [];
  for (const [at, count] of counts.entries()) {
    if (count > 0) cells.push(Math.floor(at / rows), at % rows, count, kinds[at] ?? 0);
  }
  return cells;
}
