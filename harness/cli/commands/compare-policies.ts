import type { Argv, CommandModule } from 'yargs';
import { formatDuration } from '../../report/format.ts';
import { createLoadOptions, type LoadArguments } from '../simulation/load-options.ts';
import { parseProfiles } from '../simulation/parse-profiles.ts';
import { rememberArrivals } from '../simulation/remember-arrivals.ts';
import { simulateProfile } from '../simulation/simulate-profile.ts';
import { toComparison } from '../simulation/to-comparison.ts';
import { toLoad } from '../simulation/to-load.ts';
import { writePicture } from '../simulation/write-picture.ts';

interface Arguments extends LoadArguments {
  readonly profiles: string | undefined;
  readonly picture: string | undefined;
}

/** A burst, nothing for longer than most idle instances live, and two short days. */
const composed =
  '{ kind: concat, parts: [' +
  '{ kind: steps, spacing: poisson, steps: [{ rate: 2/s, duration: 10m }, { rate: 200/s, duration: 4m }, ' +
  '{ rate: 2/s, duration: 6m }, { rate: 0/s, duration: 40m }] }, ' +
  '{ kind: diurnal, mean: 40/s, amplitude: 1, period: 1h, duration: 2h, spacing: poisson }] }';

/** So long that platforms with many invocations in an instance need several, too. */
const defaults = { arrivals: composed, service: 'lognormal:1s,0.5', replications: 3 };

/** Points of the picture over time: about one a pixel. */
const points = 260;

export const comparePoliciesCommand: CommandModule<object, Arguments> = {
  command: 'compare-policies',
  describe: 'Put one load through the policies of many platforms, on virtual time',
  builder: (yargs) =>
    (yargs.options(createLoadOptions(defaults)) as Argv<Arguments>)
      .option('profiles', {
        describe: 'which ones, separated by commas; default: all',
        type: 'string',
        requiresArg: true,
      })
      .option('picture', {
        describe: 'SVG file for the instances of each over time',
        type: 'string',
        requiresArg: true,
      })
      .example('$0 compare-policies --picture policies.svg', 'a burst, a quiet time and two short days')
      .example('$0 compare-policies --profiles lambda,knative-kpa', 'two of them'),
  async handler(options) {
    const { seed, json, picture, meter } = options;
    const profiles = parseProfiles(options.profiles);
    const drawn = await toLoad(options, defaults);
    const load = { ...drawn, functions: drawn.functions.map(rememberArrivals), points };
    const all = profiles.map((profile, at) => {
      showProgress(`${profile}, ${at + 1} of ${profiles.length}`);
      return simulateProfile(load, { profile, meter });
    });
    showProgress('');
    if (picture !== undefined) await writePicture(picture, all);
    const { durationMs, replications } = load;
    const figures = all.map((one) => one.figures);
    process.stdout.write(
      json
        ? `${JSON.stringify({ seed, durationMs, replications, profiles: figures }, undefined, 2)}\n`
        : `${toComparison(figures)}means of runs: ${replications} of ${formatDuration(durationMs)} each, seed ${seed}\n`,
    );
  },
};

/** In one line of a terminal, which the next one takes the place of. */
function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u{1b}[K${text}`);
}
