/** The provider's own record of its instances, second by second. It replaces what the invocations had shown. */
import type { InstanceRecord } from '../../contract/provider.ts';
import type { Nanos } from '../../contract/units.ts';
import type { RunAxis } from '../series/run-axis.ts';

export interface InstanceSecond {
  readonly fn: string;
  readonly second: number;
  /** Ready and not removed at the end of the second. */
  readonly alive: number;
  readonly created: number;
  readonly removed: number;
}

/** @param end - where the curve ends for instances that were never removed. */
export function toInstanceSeconds(
  records: readonly InstanceRecord[],
  end: Nanos,
  axis: RunAxis,
): InstanceSecond[] {
  const names = [...new Set(records.map((record) => record.function))];
  return names.flatMap((fn) =>
    toSeconds(
      fn,
      records.filter((record) => record.function === fn),
      end,
      axis,
    ),
  );
}

function toSeconds(
  fn: string,
  records: readonly InstanceRecord[],
  end: Nanos,
  axis: RunAxis,
): InstanceSecond[] {
  const created = new Map<number, number>();
  const removed = new Map<number, number>();
  for (const { readyAt, removedAt } of records) {
    if (readyAt === undefined) continue;
    count(created, axis.secondOf(readyAt));
    if (removedAt !== undefined) count(removed, axis.secondOf(removedAt));
  }
  const first = Math.min(...created.keys());
  const last = Math.max(axis.secondOf(end), ...removed.keys());
  const seconds: InstanceSecond[] = [];
  let alive = 0;
  for (let second = first; second <= last; second++) {
    const more = created.get(second) ?? 0;
    const fewer = removed.get(second) ?? 0;
    alive += more - fewer;
    seconds.push({ fn, second, alive, created: more, removed: fewer });
  }
  return seconds;
}

function count(counts: Map<number, number>, second: number): void {
  counts.set(second, (counts.get(second) ?? 0) + 1);
}
