import type { Argv, CommandModule } from 'yargs';
import { type ProfileName, profileNames } from '../../../platform/policies/profiles/registry.ts';
import {
  type LoadResult,
  simulateLoad,
  type SimulatedLoad,
} from '../../../platform/simulation/simulate-load.ts';
import { errorCodeOf, FaasmarkError, messageOf } from '../../contract/errors.ts';
import { formatDuration } from '../../report/format.ts';
import { demandNumber } from '../demand-number.ts';
import { toFigures } from '../simulation/figures.ts';
import { createLoadOptions, type LoadArguments } from '../simulation/load-options.ts';
import { toLoad } from '../simulation/to-load.ts';
import { toScreen } from '../simulation/to-screen.ts';

interface Arguments extends LoadArguments {
  readonly profile: ProfileName;
  readonly keepAlive: number | undefined;
}

const defaults = {
  arrivals: '{ kind: poisson, rate: 5/s, duration: 1h }',
  service: 'lognormal:120ms,0.5',
  replications: 10,
};

export const simulateCommand: CommandModule<object, Arguments> = {
  command: 'simulate',
  describe: 'Say what a function under a load would see on a real platform, on virtual time',
  builder: (yargs) =>
    (yargs.options(createLoadOptions(defaults)) as Argv<Arguments>)
      .option('profile', {
        describe: 'real platform whose policies are simulated',
        choices: profileNames,
        default: 'lambda' as const,
        requiresArg: true,
      })
      .option('keep-alive', {
        describe: "seconds that an idle instance lives, where the profile has that; default: the profile's",
        type: 'number',
        requiresArg: true,
      })
      .example('$0 simulate', 'five a second for an hour on AWS Lambda')
      .example(
        "$0 simulate --arrivals '{ kind: poisson, rate: 2/m, duration: 24h }' --keep-alive 60",
        'how much a short life of idle instances costs',
      ),
  handler(options) {
    const { profile, keepAlive, seed, json } = options;
    demandNumber('--keep-alive', keepAlive ?? 1, 0.001, 31_536_000);
    const load: SimulatedLoad = {
      ...toLoad(options),
      profile,
      ...(keepAlive === undefined ? {} : { options: { idleLifetimeMs: keepAlive * 1000 } }),
    };
    const figures = toFigures(run(load));
    const { durationMs, replications } = load;
    process.stdout.write(
      json
        ? `${JSON.stringify({ seed, durationMs, replications, ...figures }, undefined, 2)}\n`
        : `${toScreen(figures)}runs: ${replications} of ${formatDuration(durationMs)} each, seed ${seed}\n`,
    );
  },
};

function run(load: SimulatedLoad): LoadResult {
  try {
    return simulateLoad(load);
  } catch (error) {
    if (errorCodeOf(error) !== 'INVALID_OPTION') throw error;
    throw new FaasmarkError('USAGE', `--keep-alive: ${messageOf(error)}`, { cause: error });
  }
}
