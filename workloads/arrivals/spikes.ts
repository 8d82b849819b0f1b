/**
 * A rate with another, higher one at the end of every period: what shows how fast a target grows, and whether it keeps
 * what it has grown.
 *
 *     spike |         ┌─┐         ┌─┐
 *           |         │ │         │ │
 *      rate |─────────┘ └─────────┘ └
 *           +------------------------> t
 *           |<- every ->|<- every ->|
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { layOut } from './lay-out.ts';
import { flat, repeat, sequence } from './rate-profile.ts';
import type { SpecOf } from './spec-of.ts';

export function spikes(spec: SpecOf<'spikes'>, seed: number): Schedule {
  const period = sequence([
    flat(spec.ratePerSecond, spec.everyMs - spec.spikeMs),
    flat(spec.spikePerSecond, spec.spikeMs),
  ]);
  return layOut(repeat(period, spec.durationMs), spec.spacing, seed);
}
