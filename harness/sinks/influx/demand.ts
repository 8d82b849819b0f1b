/**
 * How many invocations were meant to start in each second, and how many were on the wire at its end. Both are known
 * only when an invocation has ended, maybe much later: the seconds that changed are written again.
 */
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import { outcomes } from '../../contract/invocation.ts';
import type { RunAxis } from '../series/run-axis.ts';

export interface DemandSecond {
  readonly fn: string;
  readonly second: number;
  /** Intended starts. */
  readonly target: number;
  /** Sent and not ended at the end of the second. */
  readonly inFlight: number;
}

export interface Demand {
  add(batch: InvocationBatch): void;
  /** The seconds before `second` that changed since they were last taken. */
  take(second: number): DemandSecond[];
}

interface Counts {
  readonly fn: string;
  readonly second: number;
  target: number;
  inFlight: number;
}

const dropped = outcomes.indexOf('dropped');

export function createDemand(axis: RunAxis): Demand {
  const functions = new Map<string, Map<number, Counts>>();
  const changed = new Set<Counts>();

  const countsOf = (fn: string, second: number): Counts => {
    let seconds = functions.get(fn);
    if (seconds === undefined) functions.set(fn, (seconds = new Map()));
    let counts = seconds.get(second);
    if (counts === undefined) seconds.set(second, (counts = { fn, second, target: 0, inFlight: 0 }));
    changed.add(counts);
    return counts;
  };

  return {
    add(batch) {
      for (let at = 0; at < batch.length; at++) {
        countsOf(batch.function, axis.secondOf(batch.intendedStart[at] as number)).target++;
        if (batch.outcome[at] === dropped) continue;
        const ended = axis.secondOf(batch.endedAt[at] as number);
        for (let second = axis.secondOf(batch.sentAt[at] as number); second < ended; second++) {
          countsOf(batch.function, second).inFlight++;
        }
      }
    },
    take(before) {
      const ready = [...changed].filter((counts) => counts.second < before);
      for (const counts of ready) changed.delete(counts);
      return ready.map((counts) => ({ ...counts }));
    },
  };
}
