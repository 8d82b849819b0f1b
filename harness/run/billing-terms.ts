/** By which terms a run is priced: the architecture that the functions run on, or the one that the scenario names. */
import type { BillingTerms } from '../contract/sink.ts';
import type { Scenario } from '../scenario/scenario.ts';

export function toBillingTerms({ provider, cost }: Scenario): BillingTerms {
  return {
    architecture: 'architecture' in provider ? provider.architecture : cost.architecture,
    freeTier: cost.freeTier,
  };
}
