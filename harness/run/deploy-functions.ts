/** Deploys the functions of a scenario; one that is optional is left out where its runtime is missing. */
import { errorCodeOf, messageOf } from '../contract/errors.ts';
import type { Deployment, FunctionSpec, Provider } from '../contract/provider.ts';
import type { LeftOutFunction } from '../contract/sink.ts';
import type { RunParts } from './run-parts.ts';
import { toFunctionSpec } from './function-spec.ts';

export interface Deployed {
  readonly specs: readonly FunctionSpec[];
  readonly leftOut: readonly LeftOutFunction[];
}

/**
 * @param deployments - filled as the functions are deployed, so that the caller can remove them after a failure.
 */
export async function deployFunctions(
  { scenario, catalog, observer }: Pick<RunParts, 'scenario' | 'catalog' | 'observer'>,
  provider: Provider,
  deployments: Deployment[],
  signal: AbortSignal,
): Promise<Deployed> {
  const entries = Object.entries(scenario.functions);
  const architecture = 'architecture' in scenario.provider ? scenario.provider.architecture : undefined;
  return await observer.stage(`Deploy ${entries.length} functions`, async (show) => {
    const specs: FunctionSpec[] = [];
    const leftOut: LeftOutFunction[] = [];
    for (const [name, config] of entries) {
      show(name);
      try {
        const spec = await toFunctionSpec(name, config, catalog, architecture);
        deployments.push(await provider.deploy(spec, signal));
        specs.push(spec);
      } catch (error) {
        if (!config.optional || errorCodeOf(error) !== 'RUNTIME_MISSING') throw error;
        observer.note(`left out ${name}: ${messageOf(error)}`);
        leftOut.push({ name, isolation: config.isolation, reason: messageOf(error) });
      }
    }
    return { specs, leftOut };
  });
}
