/**
 * One rate after the other: what finds the rate at which a target gives way.
 *
 *     |        ┌───
 *     |    ┌───┘
 *     |────┘
 *     +------------> t
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { layOut } from './lay-out.ts';
import { flat, sequence } from './rate-profile.ts';
import type { SpecOf } from './spec-of.ts';

export function steps(spec: SpecOf<'steps'>, seed: number): Schedule {
  const profile = sequence(spec.steps.map((step) => flat(step.ratePerSecond, step.durationMs)));
  return layOut(profile, spec.spacing, seed);
}
