/** From arrivals as a scenario describes them to a schedule. */
import type { ArrivalSpec, Schedule } from '../../harness/contract/arrivals.ts';
import { burst } from './burst.ts';
import { concat } from './concat.ts';
import { constant } from './constant.ts';
import { counts } from './counts.ts';
import { deriveSeed } from './derive-seed.ts';
import { diurnal } from './diurnal.ts';
import { idleGap } from './idle-gap.ts';
import { jitter } from './jitter.ts';
import { limit } from './limit.ts';
import { poisson } from './poisson.ts';
import { ramp } from './ramp.ts';
import { renewal } from './renewal.ts';
import { scale } from './scale.ts';
import { share } from './share.ts';
import { spikes } from './spikes.ts';
import { stamps } from './stamps.ts';
import { steps } from './steps.ts';
import { superpose } from './superpose.ts';

/**
 * @param spec - valid; the scenario schema sees to it.
 * @param seed - decides the random arrivals; the same spec and seed give the same instants.
 */
export function createSchedule(spec: ArrivalSpec, seed: number): Schedule {
  switch (spec.kind) {
    case 'constant':
      return constant(spec);
    case 'poisson':
      return poisson(spec, seed);
    case 'renewal':
      return renewal(spec, seed);
    case 'jitter':
      return jitter(spec, seed);
    case 'ramp':
      return ramp(spec, seed);
    case 'steps':
      return steps(spec, seed);
    case 'burst':
      return burst(spec);
    case 'spikes':
      return spikes(spec, seed);
    case 'diurnal':
      return diurnal(spec, seed);
    case 'idle-gap':
      return idleGap(spec);
    case 'counts':
      return counts(spec, seed);
    case 'stamps':
      return stamps(spec);
    case 'concat':
      return concat(createParts(spec.parts, seed));
    case 'superpose':
      return superpose(createParts(spec.parts, seed));
    case 'scale':
      return scale(createPart(spec.of, seed), spec, ownSeed(seed));
    case 'limit':
      // Draws nothing itself: with the same seed it is the beginning of what it limits.
      return limit(createSchedule(spec.of, seed), spec);
    case 'share':
      // Not derived from `at`: the takers must deal the same arrivals in the same way.
      return share(createPart(spec.of, seed), spec, ownSeed(seed));
  }
}

function createParts(parts: readonly ArrivalSpec[], seed: number): Schedule[] {
  return parts.map((part, at) => createSchedule(part, deriveSeed(seed, at)));
}

function createPart(part: ArrivalSpec, seed: number): Schedule {
  return createSchedule(part, deriveSeed(seed, 0));
}

/** Of what the combinator itself draws, apart from its part. */
function ownSeed(seed: number): number {
  return deriveSeed(seed, 1);
}
