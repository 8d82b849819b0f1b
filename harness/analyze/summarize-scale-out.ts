/** How fast a burst made the platform grow, from the identity of the instances that answered. */
import { groupBy } from '../contract/group-by.ts';
import type { Invocation } from '../contract/invocation.ts';
import type { ScaleOutSummary } from '../contract/summary.ts';
import { fromMillis, toMillis } from '../contract/units.ts';
import type { MeasuredPhase } from './measured.ts';
import { isPresent, toResponseTimes } from './times.ts';

/** Of the first repetition: a second one may find instances that the first has left. */
export function summarizeScaleOut({ phase, invocations }: MeasuredPhase): ScaleOutSummary {
  const first = invocations.filter((one) => one.repetition === 0);
  const expected = phase.planned.invocations ?? first.length;
  const burstAt = Math.min(...first.map((one) => one.intendedStart));
  const startsMs = toInstanceStarts(first)
    .map((at) => toMillis(at - burstAt))
    .toSorted((a, b) => a - b);
  const last = startsMs.at(-1);
  return {
    phase: phase.id,
    function: phase.function,
    invocations: first.length,
    instances: startsMs.length,
    timeToAllMs: startsMs[expected - 1] ?? null,
    timeToHalfMs: startsMs[Math.ceil(expected / 2) - 1] ?? null,
    newInstancesPerSecond: last !== undefined && last > 0 ? startsMs.length / (last / 1000) : null,
    curve: startsMs.map((atMs, at) => ({ atMs, instances: at + 1 })),
    responseTimeMs: toResponseTimes(first),
  };
}

/**
 * When each instance began to work: the end of its earliest invocation less the time in the handler. Both are
 * durations or readings of the client's clock, so no other clock has to agree with it.
 */
export function toInstanceStarts(invocations: readonly Invocation[]): number[] {
  const byInstance = groupBy(
    invocations.filter((one) => one.instance !== undefined),
    (one) => one.instance,
  );
  return Array.from(byInstance.values(), (own) => {
    const starts = own.map(({ endedAt, handlerDurationMs }) =>
      handlerDurationMs === undefined ? undefined : endedAt - fromMillis(handlerDurationMs),
    );
    return Math.min(...starts.filter(isPresent), ...own.map((one) => one.endedAt));
  });
}
