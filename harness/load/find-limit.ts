/** How much load this machine can send on schedule: the rate at which the generator itself begins to be late. */
import type { Schedule } from '../contract/arrivals.ts';
import type { Clock } from '../contract/clock.ts';
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import type { InvocationTarget } from '../contract/target.ts';
import { type Millis, fromMillis, nanosPerSecond, toMillis } from '../contract/units.ts';
import type { PlayPart } from './engine.ts';
import type { LoadOptions } from './load-options.ts';
import { createNativeEngine } from './native-engine.ts';

/** One rate that was tried. */
export interface RateTrial {
  readonly ratePerSecond: number;
  readonly sendDelayP50Ms: Millis;
  readonly sendDelayP99Ms: Millis;
  readonly isOnTime: boolean;
}

export interface FindLimitParts {
  readonly clock: Clock;
  /** Something that answers at once. */
  readonly target: InvocationTarget;
  readonly options: Partial<LoadOptions>;
  /** Told of each rate as soon as it was tried. */
  tried(trial: RateTrial): void;
}

/** Invocations a second; each is tried until one is late. */
const rates = [500, 1000, 2000, 5000, 10_000, 20_000, 40_000, 80_000];
const trialMs = 2000;
/** A hiccup of the machine is not its limit: a late rate is tried again. */
const attempts = 3;
/** As the verdict on a run has it. */
const mostLateMs = 1;

/** @returns the highest rate that was sent on time; 0 when none was. */
export async function findOpenLimit(parts: FindLimitParts, signal: AbortSignal): Promise<number> {
  let limit = 0;
  for (const ratePerSecond of rates) {
    if (!(await isHeld(parts, ratePerSecond, signal))) return limit;
    limit = ratePerSecond;
  }
  return limit;
}

async function isHeld(parts: FindLimitParts, ratePerSecond: number, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const schedule = constantSchedule(ratePerSecond);
    const batches = await play(parts, { model: 'open', schedule }, signal);
    const trial = toTrial(ratePerSecond, batches);
    parts.tried(trial);
    if (trial.isOnTime) return true;
  }
  return false;
}

/** Invocations a second that so many callers get answered who do nothing but wait. */
export async function findClosedLimit(
  parts: FindLimitParts,
  concurrency: number,
  signal: AbortSignal,
): Promise<number> {
  const stage = { fromConcurrency: concurrency, toConcurrency: concurrency, durationMs: trialMs };
  const batches = await play(parts, { model: 'closed', stages: [stage], thinkTimeMs: 0 }, signal);
  return batches.reduce((sum, batch) => sum + batch.length, 0) / (trialMs / 1000);
}

async function play(
  { clock, target, options }: FindLimitParts,
  load: PlayPart['load'],
  signal: AbortSignal,
): Promise<InvocationBatch[]> {
  const batches: InvocationBatch[] = [];
  const onBatch = (batch: InvocationBatch): void => void batches.push(batch);
  const engine = createNativeEngine({ clock, options, onBatch, onSample: () => undefined });
  try {
    await engine.play([{ phase: 'limit', function: 'limit', repetition: 0, target, load }], signal);
  } finally {
    await engine.close();
  }
  signal.throwIfAborted();
  return batches;
}

function toTrial(ratePerSecond: number, batches: readonly InvocationBatch[]): RateTrial {
  const delays = Float64Array.from(
    batches.flatMap(({ sentAt, intendedStart }) =>
      Array.from(sentAt, (at, row) => at - (intendedStart[row] as number)),
    ),
  ).toSorted();
  // What was dropped was never sent: NaN, and sorted to the end.
  const at = (share: number): Millis => toMillis(delays[Math.floor(share * (delays.length - 1))] ?? Infinity);
  const sendDelayP99Ms = at(0.99);
  const isOnTime = sendDelayP99Ms <= mostLateMs && !delays.some(Number.isNaN);
  return { ratePerSecond, sendDelayP50Ms: at(0.5), sendDelayP99Ms, isOnTime };
}

function constantSchedule(ratePerSecond: number): Schedule {
  const duration = fromMillis(trialMs);
  return {
    duration,
    intendedStart(index) {
      const start = Math.round((index * nanosPerSecond) / ratePerSecond);
      return start < duration ? start : undefined;
    },
    rateAt: () => ratePerSecond,
  };
}
