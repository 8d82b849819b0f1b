/** What a run is, written down before the first invocation: enough to repeat it. */
import type { Deployment, Provider } from '../contract/provider.ts';
import type { Phase } from '../contract/phase.ts';
import type { RunManifest } from '../contract/sink.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { toBillingTerms } from './billing-terms.ts';
import type { Deployed } from './deploy-functions.ts';
import { describeMachine } from './machine.ts';
import type { RunParts } from './run-parts.ts';

export function createManifest(
  parts: RunParts,
  provider: Provider,
  { specs, leftOut }: Deployed,
  deployments: readonly Deployment[],
  phases: readonly Phase[],
): RunManifest {
  const { scenario, clock } = parts;
  const epochMsAtOrigin = clock.epochMs() - clock.now() / 1e6;
  const billing = toBillingTerms(scenario);
  return {
    schema: 'faasmark/manifest/1',
    runId: parts.runId,
    scenario: scenario.name,
    scenarioSource: withoutSecrets(scenario),
    seed: scenario.seed,
    startedAt: new Date(epochMsAtOrigin).toISOString(),
    epochMsAtOrigin,
    provider: provider.description,
    functions: deployments.map(({ function: name, deployDurationMs }) => {
      const spec = specs.find((one) => one.name === name);
      return {
        name,
        runtime: spec?.code.kind === 'package' ? spec.code.runtime : 'unknown',
        memoryMiB: spec?.memoryMiB ?? 0,
        architecture: billing.architecture,
        deployDurationMs,
        isolation: spec?.isolation,
        fillerMiB: scenario.functions[name]?.fillerMiB,
      };
    }),
    leftOut,
    phases,
    generator: { engine: scenario.generator.engine, maxSendDelayMs: scenario.generator.maxSendDelayMs },
    billing,
    thresholds: scenario.thresholds,
    versions: parts.versions,
    machine: describeMachine(),
  };
}

/** The values of a function's environment may be secrets: their names are enough to repeat the run. */
function withoutSecrets(scenario: Scenario): Scenario {
  const functions = Object.entries(scenario.functions).map(([name, config]) => {
    const variables = Object.keys(config.environment).map((variable) => [variable, '(not recorded)']);
    return [name, { ...config, environment: Object.fromEntries(variables) }];
  });
  return { ...scenario, functions: Object.fromEntries(functions) };
}
