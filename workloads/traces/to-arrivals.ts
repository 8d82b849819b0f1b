/** From what a trace records of a function's invocations to arrivals as a scenario describes them. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';
import type { Placement, TraceSelection } from './trace.ts';

const minuteMs = 60_000;

/** @param counts - invocations in each minute. */
export function toCountedArrivals(counts: readonly number[], placement: Placement): ArrivalSpec {
  switch (placement) {
    case 'even':
      return { kind: 'counts', counts, intervalMs: minuteMs, spacing: 'even' };
    case 'uniform':
      return { kind: 'counts', counts, intervalMs: minuteMs, spacing: 'poisson' };
    case 'poisson':
      return {
        kind: 'steps',
        steps: counts.map((count) => ({ ratePerSecond: count / 60, durationMs: minuteMs })),
        spacing: 'poisson',
      };
  }
}

export function toScaled(of: ArrivalSpec, { rate = 1, time = 1 }: TraceSelection): ArrivalSpec {
  return rate === 1 && time === 1 ? of : { kind: 'scale', of, rate, time };
}
