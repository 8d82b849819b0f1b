/** By which terms a run is priced: the architecture that the functions run on, or the one that the scenario names. */
import type { BillingTerms } from '../contract/billing.ts';
import type { Scenario } from '../scenario/scenario.ts';

export function toBillingTerms({ provider, cost }: Scenario): BillingTerms {
  const { architecture, freeTier, meter, region, ...options } = cost;
  return {
    architecture: 'architecture' in provider ? provider.architecture : architecture,
    freeTier,
    ...(meter === undefined ? {} : { meter }),
    ...(region === undefined ? {} : { region }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}
