/**
 * The knee by step load: the rate up to which a target keeps up with arrivals that do not wait for it. Below it nearly
 * everything that arrives in a step is answered in it; above it the rest piles up for as long as the step lasts.
 */
import type { MeasuredPhase } from '../../analyze/measured.ts';
import { toResponseTimes } from '../../analyze/times.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { type Phase, targetRate } from '../../contract/phase.ts';
import type { Distribution, Estimate } from '../../contract/summary.ts';
import { type Millis, fromMillis } from '../../contract/units.ts';
import { medianServiceMs, toRounds } from '../rounds.ts';
import { ofPart } from './parts.ts';

export interface Step {
  readonly ratePerSecond: number;
  /** Right answers that came within the step, as a share of what could be answered in it; of the better attempt. */
  readonly kept: number;
  readonly responseTimeMs: Distribution;
  /** In one attempt at least. */
  readonly isKeptUp: boolean;
  /** In every attempt. */
  readonly isSurelyKeptUp: boolean;
}

/** One answer in fifty may be late. */
const leastKept = 0.98;
/** Who arrives so many times later than a lone answer takes before the end of a step could not be answered in it. */
const margin = 1.2;

/** @param phases - of the whole experiment. @returns ascending by rate. */
export function toSteps(phases: readonly MeasuredPhase[]): Step[] {
  const [single] = ofPart(phases, 'scaling');
  const aloneMs = medianServiceMs(single?.invocations ?? []) ?? 0;
  return ofPart(phases, 'steps')
    .map((one) => toStep(one, aloneMs))
    .toSorted((a, b) => a.ratePerSecond - b.ratePerSecond);
}

/**
 * Between the last rate up to which every attempt kept up and the first at which none did: what was kept up only
 * sometimes lies inside.
 *
 * @returns null where even the lowest was too much at times; without an upper bound where none was.
 */
export function findKnee(steps: readonly Step[]): Estimate | null {
  const doubtful = steps.findIndex((one) => !one.isSurelyKeptUp);
  const low = (doubtful < 0 ? steps.at(-1) : steps[doubtful - 1])?.ratePerSecond;
  const high = steps.find((one) => !one.isKeptUp)?.ratePerSecond ?? null;
  return low === undefined ? null : { value: high === null ? low : (low + high) / 2, low, high };
}

/** @param aloneMs - what an answer takes that waits for nothing. */
function toStep({ phase, invocations }: MeasuredPhase, aloneMs: Millis): Step {
  const attempts = toRounds(invocations).map(({ invocations: own }) => ({
    own,
    kept: toKept(own, phase, margin * aloneMs),
  }));
  const ranked = attempts.toSorted((a, b) => b.kept - a.kept);
  const best = ranked[0];
  const kept = best?.kept ?? 0;
  return {
    ratePerSecond: targetRate(phase) ?? 0,
    kept,
    responseTimeMs: toResponseTimes(best?.own ?? []),
    isKeptUp: kept >= leastKept,
    isSurelyKeptUp: (ranked.at(-1)?.kept ?? 0) >= leastKept,
  };
}

function toKept(invocations: readonly Invocation[], { planned }: Phase, lastMs: Millis): number {
  const began = invocations.reduce((least, one) => Math.min(least, one.intendedStart), Infinity);
  const end = began + fromMillis(planned.durationMs);
  const due = invocations.filter((one) => one.intendedStart <= end - fromMillis(lastMs));
  return due.filter((one) => one.outcome === 'ok' && one.endedAt <= end).length / Math.max(1, due.length);
}
