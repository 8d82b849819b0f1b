/** Instances and arrivals over time, for a picture. */
import type { Sampler } from './simulate.ts';

export interface SimulatedTimeline {
  readonly everyMs: number;
  /** Of all functions, at each multiple of `everyMs`. */
  readonly instances: readonly number[];
  /** Between it and the one before. */
  readonly arrivals: readonly number[];
}

export function createTimeline(everyMs: number): Sampler & { readonly timeline: SimulatedTimeline } {
  const instances: number[] = [];
  const arrivals: number[] = [];
  let seen = 0;
  return {
    everyMs,
    timeline: { everyMs, instances, arrivals },
    sample(_nowMs, functions) {
      let present = 0;
      let total = 0;
      for (const { fleet, tally } of functions) {
        present += fleet.seen.starting + fleet.seen.ready;
        total += tally.arrivals;
      }
      instances.push(present);
      arrivals.push(total - seen);
      seen = total;
    },
  };
}
