/** What one measured phase of load came to. */
import { describeLoad } from '../contract/describe-load.ts';
import { groupBy } from '../contract/group-by.ts';
import { type Invocation, outcomes, startKinds } from '../contract/invocation.ts';
import type { InstanceRecord } from '../contract/provider.ts';
import { targetRate } from '../contract/phase.ts';
import type { LoadSummary } from '../contract/summary.ts';
import { type Nanos, fromMillis, nanosPerSecond } from '../contract/units.ts';
import type { MeasuredPhase } from './measured.ts';
import { isPresent, toResponseTimes, toServiceTimes } from './times.ts';

export function summarizeLoad(
  { phase, invocations }: MeasuredPhase,
  instances: readonly InstanceRecord[],
): LoadSummary {
  const sent = invocations.filter((one) => one.sentAt !== undefined).length;
  const whole = fromMillis(phase.planned.durationMs);
  const repetitions = groupBy(invocations, (one) => one.repetition).values();
  const seconds = sumOf(repetitions, (own) => toPlayedNanos(own, whole)) / nanosPerSecond;
  return {
    phase: phase.id,
    function: phase.function,
    model: phase.load.model,
    load: describeLoad(phase.load),
    targetRatePerSecond: targetRate(phase),
    achievedRatePerSecond: seconds > 0 ? sent / seconds : null,
    outcomes: countBy(
      outcomes,
      invocations.map((one) => one.outcome),
    ),
    startKinds: countBy(
      startKinds,
      invocations.map((one) => one.start),
    ),
    responseTimeMs: toResponseTimes(invocations),
    serviceTimeMs: toServiceTimes(invocations),
    instances: new Set(invocations.map((one) => one.instance).filter(isPresent)).size,
    utilisation: toUtilisation(
      invocations,
      instances.filter((one) => one.function === phase.function),
    ),
  };
}

/** The length of the schedule, or of as much of it as was played before the run ended. */
function toPlayedNanos(invocations: readonly Invocation[], whole: Nanos): Nanos {
  const { first, last } = toWindow(invocations);
  // The last interval of a schedule that was played to its end has no arrival in it; one second is far above it.
  return whole - (last - first) < nanosPerSecond ? whole : last - first;
}

function sumOf<Value>(values: Iterable<Value>, amount: (value: Value) => number): number {
  let sum = 0;
  for (const value of values) sum += amount(value);
  return sum;
}

function toWindow(invocations: readonly Invocation[]): { first: Nanos; last: Nanos; end: Nanos } {
  let [first, last, end] = [Infinity, -Infinity, -Infinity];
  for (const { intendedStart, endedAt } of invocations) {
    first = Math.min(first, intendedStart);
    last = Math.max(last, intendedStart);
    end = Math.max(end, endedAt);
  }
  return { first, last, end };
}

/**
 * Busy over provisioned instance-seconds from the first intended start to the last answer. Busy is the time in the
 * handlers; provisioned is the life of every instance, from the moment it was asked for. Null where the provider keeps
 * no record of its instances: from outside an idle instance cannot be seen.
 */
function toUtilisation(
  invocations: readonly Invocation[],
  instances: readonly InstanceRecord[],
): number | null {
  const { first, end } = toWindow(invocations);
  const provisioned = instances.reduce(
    (sum, { requestedAt, removedAt = end }) =>
      sum + Math.max(0, Math.min(removedAt, end) - Math.max(requestedAt, first)),
    0,
  );
  if (provisioned === 0) return null;
  const busy = invocations.reduce((sum, one) => sum + fromMillis(one.handlerDurationMs ?? 0), 0);
  return busy / provisioned;
}

function countBy<Kind extends string>(
  kinds: readonly Kind[],
  values: readonly Kind[],
): Readonly<Record<Kind, number>> {
  const counts = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  for (const value of values) counts[value]++;
  return counts;
}
