import type { Argv, CommandModule } from 'yargs';
import { type ProfileName, profileNames } from '../../../platform/policies/profiles/registry.ts';
import { formatDuration } from '../../report/format.ts';
import { demandProfileOptions, parseSettings, settingsFlag } from '../profile-settings.ts';
import { createLoadOptions, type LoadArguments } from '../simulation/load-options.ts';
import { simulateProfile } from '../simulation/simulate-profile.ts';
import { toLoad } from '../simulation/to-load.ts';
import { toScreen } from '../simulation/to-screen.ts';
import { writePicture } from '../simulation/write-picture.ts';

interface Arguments extends LoadArguments {
  readonly profile: ProfileName;
  readonly set: string | undefined;
  readonly picture: string | undefined;
}

const defaults = {
  arrivals: '{ kind: poisson, rate: 5/s, duration: 1h }',
  service: 'lognormal:120ms,0.5',
  replications: 10,
};

export const simulateCommand: CommandModule<object, Arguments> = {
  command: 'simulate',
  describe: 'Say what functions under a load would see on a real platform, on virtual time',
  builder: (yargs) =>
    (yargs.options(createLoadOptions(defaults)) as Argv<Arguments>)
      .option('profile', {
        describe: 'real platform whose policies are simulated',
        choices: profileNames,
        default: 'lambda' as const,
        requiresArg: true,
      })
      .option('set', settingsFlag)
      .option('picture', {
        describe: 'SVG file for the instances over time',
        type: 'string',
        requiresArg: true,
      })
      .example('$0 simulate', 'five a second for an hour on AWS Lambda')
      .example(
        "$0 simulate --arrivals '{ kind: poisson, rate: 2/m, duration: 24h }' --set idleLifetimeMs=60000",
        'how much a short life of idle instances costs',
      )
      .example(
        '$0 simulate --from faasmark-runs/RUN --set keepAlive=hybrid-histogram',
        'what was measured, with another policy',
      ),
  async handler(options) {
    const { profile, seed, json, picture, meter } = options;
    const settings = parseSettings(options.set);
    demandProfileOptions(profile, settings);
    const load = await toLoad(options, defaults);
    const simulated = simulateProfile(load, { profile, options: settings, meter });
    if (picture !== undefined) await writePicture(picture, [simulated]);
    const { figures, timeline } = simulated;
    const { durationMs, replications } = load;
    process.stdout.write(
      json
        ? `${JSON.stringify({ seed, durationMs, replications, ...figures, timeline }, undefined, 2)}\n`
        : `${toScreen(figures)}runs: ${replications} of ${formatDuration(durationMs)} each, seed ${seed}\n`,
    );
  },
};
