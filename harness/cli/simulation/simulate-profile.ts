/** One load through one profile: what came of it, and what it costs. */
import type { ProfileOptions } from '../../../platform/policies/profiles/options.ts';
import type { ProfileName } from '../../../platform/policies/profiles/registry.ts';
import { simulateLoad } from '../../../platform/simulation/simulate-load.ts';
import type { SimulatedTimeline } from '../../../platform/simulation/simulated-timeline.ts';
import type { MeterName } from '../../contract/billing.ts';
import { createBill } from './bill.ts';
import { type SimulationFigures, toFigures } from './figures.ts';
import type { UnprofiledLoad } from './to-load.ts';

export interface ProfileTerms {
  readonly profile: ProfileName;
  readonly options?: ProfileOptions;
  /** Default: that of the profile's own platform. */
  readonly meter: MeterName | undefined;
}

export interface SimulatedProfile {
  readonly figures: SimulationFigures;
  readonly timeline: SimulatedTimeline;
}

export function simulateProfile(
  load: UnprofiledLoad,
  { profile, options = {}, meter }: ProfileTerms,
): SimulatedProfile {
  const bill = createBill(profile, meter);
  const functions = load.functions.map((one) => ({
    ...one,
    createListener: (run: number) => bill.listen(run, one.memoryMiB),
  }));
  const { runs, timeline } = simulateLoad({ ...load, functions, profile, options });
  const priced = runs.map((figures, run) => ({
    ...figures,
    costPerMillionUsd: bill.toCostPerMillionUsd(run, figures, load.durationMs),
  }));
  return { figures: toFigures(profile, bill.meter, priced), timeline };
}
