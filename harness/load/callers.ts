/**
 * The closed model: so many callers, each of which invokes, waits for the answer, thinks and invokes again. Decides
 * when the next one invokes; knows neither sockets nor timers.
 */
import type { ClosedLoad, ConcurrencyStage } from '../contract/load-model.ts';
import { type Nanos, fromMillis } from '../contract/units.ts';

export interface Callers {
  /** How many invoke now: callers that start, or that have thought enough. Each counts as waiting until `ended`. */
  takeDue(now: Nanos): number;
  /** One has its answer. */
  ended(now: Nanos): void;
  /** No caller will invoke again. Some may still wait. */
  isOver(now: Nanos): boolean;
}

export function createCallers({ stages, thinkTimeMs }: ClosedLoad, startAt: Nanos): Callers {
  const thinkTime = fromMillis(thinkTimeMs);
  const end = startAt + stages.reduce((sum, stage) => sum + fromMillis(stage.durationMs), 0);
  /** Callers that wait for their answer or think. */
  let active = 0;
  /** When those that think have done so: all think for the same time, so they stand in order. */
  const wakeTimes: Nanos[] = [];
  let thought = 0;
  /** Those that do not think. */
  let ready = 0;

  const wake = (now: Nanos): number => {
    if (thinkTime === 0) {
      const count = ready;
      ready = 0;
      return count;
    }
    const before = thought;
    while (thought < wakeTimes.length && (wakeTimes[thought] as Nanos) <= now) thought++;
    const count = thought - before;
    if (thought > 1024 && thought * 2 > wakeTimes.length) {
      wakeTimes.splice(0, thought);
      thought = 0;
    }
    return count;
  };

  return {
    takeDue(now) {
      if (now < startAt || now >= end) return 0;
      const awake = wake(now);
      const wanted = concurrencyAt(stages, now - startAt);
      // Of those that are awake, the ones that are too many leave; where there are too few, new ones come.
      const leaving = Math.min(awake, Math.max(0, active - wanted));
      const coming = Math.max(0, wanted - active);
      active += coming - leaving;
      return awake - leaving + coming;
    },
    ended(now) {
      if (thinkTime === 0) ready++;
      else wakeTimes.push(now + thinkTime);
    },
    isOver: (now) => now >= end,
  };
}

/** Evenly from one end of the stage to the other; in the first instant of a stage that grows from nothing, one. */
export function concurrencyAt(stages: readonly ConcurrencyStage[], elapsed: Nanos): number {
  let from = 0;
  for (const { fromConcurrency, toConcurrency, durationMs } of stages) {
    const duration = fromMillis(durationMs);
    if (elapsed < from + duration) {
      const share = (elapsed - from) / duration;
      const concurrency = fromConcurrency + (toConcurrency - fromConcurrency) * share;
      return Math.max(toConcurrency > 0 ? 1 : 0, Math.round(concurrency));
    }
    from += duration;
  }
  return 0;
}

/** The callers of one of several workers: they add up to the whole. */
export function splitCallers(load: ClosedLoad, lane: number, lanes: number): ClosedLoad {
  const part = (concurrency: number): number => Math.floor((concurrency + lanes - 1 - lane) / lanes);
  return {
    ...load,
    stages: load.stages.map((stage) => ({
      ...stage,
      fromConcurrency: part(stage.fromConcurrency),
      toConcurrency: part(stage.toConcurrency),
    })),
  };
}
