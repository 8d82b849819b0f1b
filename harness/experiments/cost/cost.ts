/** Cost: what does a million invocations of this load cost, and when is a machine cheaper? */
import type { LoadExperiment } from '../../scenario/scenario.ts';
import type { Experiment } from '../experiment.ts';
import { planLoad } from '../load/load.ts';
import { analyzeCost } from './analyze-cost.ts';

export const cost: Experiment<LoadExperiment & { readonly kind: 'cost' }> = {
  kind: 'cost',
  toleratesLateness: true,
  plan: planLoad,
  analyze: analyzeCost,
};
