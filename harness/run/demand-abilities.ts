/** An ability that an experiment needs and the provider lacks is found before any load. */
import { FaasmarkError } from '../contract/errors.ts';
import type { Phase } from '../contract/phase.ts';
import { type Deployment, forcesColdStart, invokesAsync, killsInstances } from '../contract/provider.ts';

/**
 * @param provider - its id.
 * @throws FaasmarkError `ABILITY_MISSING`.
 */
export function demandAbilities(
  phases: readonly Phase[],
  deployments: ReadonlyMap<string, Deployment>,
  provider: string,
): void {
  for (const phase of phases) {
    const deployment = deployments.get(phase.function);
    if (deployment === undefined) continue;
    if (phase.before.kind === 'discardInstances' && !forcesColdStart(deployment)) {
      throw toError(phase, 'forces cold starts', provider);
    }
    if (phase.isAsync === true && !invokesAsync(deployment)) {
      throw toError(phase, 'sends events that nobody waits for', provider);
    }
    if (phase.during.kind === 'killInstances' && !killsInstances(deployment)) {
      throw toError(phase, 'kills instances', provider);
    }
  }
}

function toError({ experiment }: Phase, what: string, provider: string): FaasmarkError {
  return new FaasmarkError(
    'ABILITY_MISSING',
    `the experiment ${experiment} ${what}, and the provider ${provider} cannot`,
    { hint: 'Leave the experiment out, or drive the platform through an adapter that deploys.' },
  );
}
