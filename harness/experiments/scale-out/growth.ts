/** One repetition of a scale-out: when instances came, and what each invocation waited for. */
import { toInstanceStarts } from '../../analyze/summarize-scale-out.ts';
import { toDistribution } from '../../analyze/distribution.ts';
import { isPresent } from '../../analyze/times.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { type Millis, type Nanos, fromMillis, toMillis } from '../../contract/units.ts';

export interface Growth {
  /** When each instance began to work, since the first invocation was to start; ascending. */
  readonly startsMs: readonly Millis[];
  readonly waits: Waits;
}

/** How many invocations waited for what. Those that never ran are in none of them. */
export interface Waits {
  /** For an instance of their own. */
  readonly cold: number;
  /** For an instance that was starting for another. */
  readonly coldWaiters: number;
  /** For an instance to be done with another invocation. */
  readonly queued: number;
  /** For nothing. */
  readonly none: number;
  /** Of those that queued, the ones that began whole service times after the first on their instance, to a quarter of one. */
  readonly stacked: number;
  /** Median time in the handler; null where nobody tells. */
  readonly handlerMs: Millis | null;
}

/** Below half a run of the handler, a wait is the way there and back. */
const leastQueued = 0.5;
const mostRemainder = 0.25;

export function toGrowth(invocations: readonly Invocation[]): Growth {
  const begun = Math.min(...invocations.map((one) => one.intendedStart));
  return {
    startsMs: toInstanceStarts(invocations)
      .map((at) => toMillis(at - begun))
      .toSorted((a, b) => a - b),
    waits: toWaits(invocations),
  };
}

function toWaits(invocations: readonly Invocation[]): Waits {
  const ran = invocations.filter((one) => one.instance !== undefined);
  const handlers = ran.map((one) => one.handlerDurationMs).filter(isPresent);
  const handlerMs = toDistribution(handlers).p50?.value ?? null;
  const firsts = new Map<string | undefined, Nanos>();
  for (const one of ran) {
    firsts.set(one.instance, Math.min(firsts.get(one.instance) ?? Infinity, toBeginning(one)));
  }
  const counts = { cold: 0, coldWaiters: 0, queued: 0, none: 0, stacked: 0 };
  for (const one of ran) {
    const sinceFirst = toMillis(toBeginning(one) - (firsts.get(one.instance) ?? 0));
    const kind = toKind(one, handlerMs ?? Infinity);
    counts[kind]++;
    if (kind === 'queued' && isMultiple(sinceFirst / (handlerMs ?? Infinity))) counts.stacked++;
  }
  return { ...counts, handlerMs };
}

function toKind(one: Invocation, handlerMs: Millis): 'cold' | 'coldWaiters' | 'queued' | 'none' {
  if (one.start === 'cold') return 'cold';
  if (one.start === 'coldWaiter') return 'coldWaiters';
  const waitedMs = toMillis(toBeginning(one) - (one.sentAt ?? one.intendedStart));
  return waitedMs >= leastQueued * handlerMs ? 'queued' : 'none';
}

/** When the handler began, or rather when it must have at the latest: the way back counts as waiting. */
function toBeginning({ endedAt, handlerDurationMs = 0 }: Invocation): Nanos {
  return endedAt - fromMillis(handlerDurationMs);
}

function isMultiple(runs: number): boolean {
  return Math.round(runs) > 0 && Math.abs(runs - Math.round(runs)) <= mostRemainder;
}
