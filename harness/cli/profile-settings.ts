/** What is changed of a policy profile, on the command line and in a scenario. */
import type { ProfileOptions } from '../../platform/policies/profiles/options.ts';
import {
  createProfile,
  type ProfileName,
  toProfileOptions,
} from '../../platform/policies/profiles/registry.ts';
import { errorCodeOf, FaasmarkError, messageOf } from '../contract/errors.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import type { ProviderConfig, Scenario } from '../scenario/scenario.ts';
import { catalog } from './catalog.ts';

/** The flag `--set`, for yargs. */
export const settingsFlag = {
  describe: 'what is changed of the profile, as in routing=random,maxInstances=10',
  type: 'string',
  requiresArg: true,
} as const;

/** @throws FaasmarkError `USAGE` */
export function parseSettings(text: string | undefined): ProfileOptions {
  if (text === undefined) return {};
  return toProfileOptions(
    text.split(',').map((setting) => {
      const [, option, value] = /^ *(\w+) *= *(.+?) *$/.exec(setting) ?? [];
      if (option !== undefined && value !== undefined) return [option, value];
      throw new FaasmarkError(
        'USAGE',
        `--set: expected option=value, such as routing=random, got ${JSON.stringify(setting)}`,
      );
    }),
  );
}

/** @throws FaasmarkError `USAGE`, with a line for each problem. */
export function demandProfileOptions(profile: ProfileName, options: ProfileOptions): void {
  const problems = findProblems(profile, options);
  if (problems.length === 0) return;
  throw new FaasmarkError('USAGE', problems.map((problem) => `--set ${problem}`).join('\n'), {
    hint: 'platform/policies/profiles/README.md says which options each profile has.',
  });
}

/**
 * A scenario is read without the platform, so what its profile does not have is found here.
 *
 * @throws FaasmarkError `SCENARIO_UNREADABLE`, `SCENARIO_INVALID`.
 */
export async function readScenario(file: string): Promise<Scenario> {
  const scenario = await loadScenario(file, catalog.names);
  const problems = findProviderProblems(scenario.provider);
  if (problems.length === 0) return scenario;
  throw new FaasmarkError(
    'SCENARIO_INVALID',
    problems.map((problem) => `${file} provider.${problem}`).join('\n'),
    {
      hint: 'platform/policies/profiles/README.md says which options each profile has.',
    },
  );
}

function findProviderProblems(provider: ProviderConfig): readonly string[] {
  // One that already runs has its profile already.
  if (provider.id !== 'reference' || provider.endpoint !== undefined) return [];
  const { profile = 'lambda', instanceKeepAliveMs, profileOptions = {} } = provider;
  const lifetime = instanceKeepAliveMs === undefined ? {} : { idleLifetimeMs: instanceKeepAliveMs };
  return [
    ...findProblems(profile, profileOptions).map((problem) => `profileOptions.${problem}`),
    ...findProblems(profile, lifetime).map((problem) =>
      problem.replace('idleLifetimeMs', 'instanceKeepAlive'),
    ),
  ];
}

function findProblems(profile: ProfileName, options: ProfileOptions): readonly string[] {
  try {
    createProfile(profile, options);
    return [];
  } catch (error) {
    if (errorCodeOf(error) !== 'INVALID_OPTION') throw error;
    return messageOf(error).split('\n');
  }
}
