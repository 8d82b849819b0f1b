/**
 * From a load to one of k6's executors. k6 takes whole numbers in a unit of time, durations from one second up for some
 * executors, and lays arrivals out at even distances only.
 */
import type { Schedule } from '../../contract/arrivals.ts';
import { countStarts } from '../../contract/count-starts.ts';
import type { ClosedLoad, ConcurrencyStage } from '../../contract/load-model.ts';
import type { Millis } from '../../contract/units.ts';
import type { PlayPart } from '../engine.ts';
import { type RatePiece, fitRate, peakOf } from './fit-rate.ts';

/** As it stands in the `scenarios` of a script. */
export interface Executor {
  readonly executor: string;
  readonly [option: string]: unknown;
}

/** A virtual user of the script takes some 0.1 to 0.5 MB; more of them than this is rather a mistake. */
export const mostVUs = 5000;
/** k6 refuses a shorter duration of an executor that keeps one rate or one number of callers. */
const leastDurationMs = 1000;
/** For k6 itself to end an iteration whose request has reached its time limit. */
const graceMs = 1000;
const runOutMs = 100;
/** VUs that are made before the load begins are enough for answers within this. */
const expectedServiceMs = 1000;

export interface ExecutorLimits {
  readonly timeoutMs: Millis;
  /** Most virtual users; what needs more is dropped by k6, and counted. */
  readonly maxVUs: number;
  /**
   * As many as the schedule has, to the last one, however busy the machine: a constant rate is a ramp without slope, which
   * k6 counts out. Default: false, which is shorter to read.
   */
  readonly isExact?: boolean;
}

export function toExecutor(load: PlayPart['load'], limits: ExecutorLimits): Executor {
  if (load.model === 'closed') return toCallers(load, limits);
  return load.schedule.duration === 0
    ? toBurst(countStarts(load.schedule), limits)
    : toArrivalRate(load.schedule, limits);
}

function toBurst(count: number, { timeoutMs, maxVUs }: ExecutorLimits): Executor {
  const maxDuration = millis(timeoutMs + graceMs);
  return count <= maxVUs
    ? { executor: 'per-vu-iterations', vus: count, iterations: 1, maxDuration }
    : { executor: 'shared-iterations', vus: maxVUs, iterations: count, maxDuration };
}

function toArrivalRate(schedule: Schedule, limits: ExecutorLimits): Executor {
  const pieces = fitRate(schedule).filter((piece) => piece.durationMs > 0);
  const count = countStarts(schedule);
  const vus = toVUs(peakOf(pieces), count, limits);
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined && first.fromPerSecond === first.toPerSecond
    ? toConstantRate(first, count, vus, limits)
    : toRampingRate(pieces, vus, limits);
}

function toConstantRate(piece: RatePiece, count: number, vus: object, limits: ExecutorLimits): Executor {
  const { fromPerSecond } = piece;
  const { timeUnitMs, toTarget } = chooseTimeUnit([piece]);
  // At the very end k6 may or may not begin one more: it ends half a distance earlier, behind the last that is due.
  const isEven = Math.abs(count - (fromPerSecond * piece.durationMs) / 1000) <= 1;
  const durationMs = isEven ? ((count - 0.5) / fromPerSecond) * 1000 : piece.durationMs;
  if (durationMs < leastDurationMs || limits.isExact === true) return toRampingRate([piece], vus, limits);
  return {
    executor: 'constant-arrival-rate',
    rate: toTarget(fromPerSecond),
    timeUnit: millis(timeUnitMs),
    duration: millis(durationMs),
    ...vus,
    gracefulStop: millis(limits.timeoutMs + graceMs),
  };
}

function toRampingRate(pieces: readonly RatePiece[], vus: object, { timeoutMs }: ExecutorLimits): Executor {
  const { timeUnitMs, toTarget } = chooseTimeUnit(pieces);
  return {
    executor: 'ramping-arrival-rate',
    startRate: toTarget(pieces[0]?.fromPerSecond ?? 0),
    timeUnit: millis(timeUnitMs),
    stages: toStages([
      ...pieces.map((piece) => ({
        from: toTarget(piece.fromPerSecond),
        to: toTarget(piece.toPerSecond),
        durationMs: piece.durationMs,
      })),
      // What is due at the very end k6 may or may not begin: it goes on for a moment, in which nothing is due.
      { from: 0, to: 0, durationMs: runOutMs },
    ]),
    ...vus,
    gracefulStop: millis(timeoutMs + graceMs),
  };
}

function toCallers({ stages, thinkTimeMs }: ClosedLoad, { timeoutMs }: ExecutorLimits): Executor {
  const gracefulStop = millis(timeoutMs + thinkTimeMs + graceMs);
  const [first] = stages as readonly [ConcurrencyStage];
  const isConstant = stages.length === 1 && first.fromConcurrency === first.toConcurrency;
  if (isConstant && first.durationMs >= leastDurationMs) {
    const { toConcurrency: vus, durationMs } = first;
    return { executor: 'constant-vus', vus, duration: millis(durationMs), gracefulStop };
  }
  return {
    executor: 'ramping-vus',
    startVUs: first.fromConcurrency,
    stages: toStages(
      stages.map(({ fromConcurrency: from, toConcurrency: to, durationMs }) => ({ from, to, durationMs })),
    ),
    gracefulStop,
    gracefulRampDown: gracefulStop,
  };
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly durationMs: Millis;
}

/** k6 goes on from where the stage before has ended: a jump is a stage without duration. */
function toStages(steps: readonly Step[]): { target: number; duration: string }[] {
  return steps.flatMap(({ from, to, durationMs }, index) => {
    const before = steps[index - 1]?.to ?? from;
    const jump = before === from ? [] : [{ target: from, duration: millis(0) }];
    return [...jump, { target: to, duration: millis(durationMs) }];
  });
}

/**
 * By Little's law no more are in flight than the highest rate times the time limit, and never more than there are at all.
 */
function toVUs(peakPerSecond: number, count: number, { timeoutMs, maxVUs }: ExecutorLimits): object {
  const inFlight = (lastsMs: Millis): number => Math.ceil((peakPerSecond * lastsMs) / 1000) + 1;
  const most = Math.max(1, Math.min(inFlight(timeoutMs), count, maxVUs));
  const preAllocatedVUs = Math.min(inFlight(Math.min(timeoutMs, expectedServiceMs)), most);
  return { preAllocatedVUs, maxVUs: most };
}

const hourMs = 3_600_000;
const timeUnitsMs = [1000, 10_000, 60_000, 600_000, hourMs] as const;

/** The first unit of time in which all rates are whole numbers; an hour, rounded, where none is. */
function chooseTimeUnit(pieces: readonly RatePiece[]): {
  readonly timeUnitMs: Millis;
  readonly toTarget: (ratePerSecond: number) => number;
} {
  const rates = pieces.flatMap((piece) => [piece.fromPerSecond, piece.toPerSecond]);
  const isWhole = (amount: number): boolean => Math.abs(amount - Math.round(amount)) <= 1e-6;
  // In the time of a piece, too: where invocations were counted, that makes the rate their number.
  const units = [...timeUnitsMs, Math.min(...pieces.map((piece) => piece.durationMs))];
  const exact = units.find((unit) => rates.every((rate) => isWhole((rate * unit) / 1000)));
  // Upwards, so that what was counted as one does not become a little less, which k6 would not send.
  if (exact === undefined)
    return { timeUnitMs: hourMs, toTarget: (rate) => Math.ceil(rate * (hourMs / 1000)) };
  return { timeUnitMs: exact, toTarget: (rate) => Math.round((rate * exact) / 1000) };
}

/** As k6 reads it: in the largest unit that it is a whole number of. */
export function millis(amount: Millis): string {
  const units = [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const;
  const unit = units.find(([, size]) => amount >= size && amount % size === 0);
  return unit === undefined ? `${Number(amount.toFixed(3))}ms` : `${amount / unit[1]}${unit[0]}`;
}
