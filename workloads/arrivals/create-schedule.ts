/** From arrivals as a scenario describes them to a schedule. */
import type { ArrivalSpec, Schedule } from '../../harness/contract/arrivals.ts';
import { burst } from './burst.ts';
import { constant } from './constant.ts';
import { poisson } from './poisson.ts';

/** @param seed - decides the random arrivals; the same spec and seed give the same instants. */
export function createSchedule(spec: ArrivalSpec, seed: number): Schedule {
  switch (spec.kind) {
    case 'constant':
      return constant(spec);
    case 'poisson':
      return poisson({ ...spec, seed });
    case 'burst':
      return burst(spec);
  }
}
