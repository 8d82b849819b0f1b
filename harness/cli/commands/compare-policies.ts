import { writeFile } from 'node:fs/promises';
import type { Argv, CommandModule } from 'yargs';
import { simulateLoad } from '../../../platform/simulation/simulate-load.ts';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import { formatDuration } from '../../report/format.ts';
import { drawScaling } from '../../report/scaling-picture.ts';
import { toFigures } from '../simulation/figures.ts';
import { createLoadOptions, type LoadArguments } from '../simulation/load-options.ts';
import { parseProfiles } from '../simulation/parse-profiles.ts';
import { toComparison } from '../simulation/to-comparison.ts';
import { toLoad } from '../simulation/to-load.ts';

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
    const { seed, json, picture } = options;
    const names = parseProfiles(options.profiles);
    const load = toLoad(options);
    const results = names.map((profile) => simulateLoad({ ...load, profile, points }));
    const all = results.map(toFigures);
    if (picture !== undefined) {
      const panels = results.map(({ timeline }, at) => ({ ...timeline, ...toTitle(all[at]) }));
      await writePicture(picture, drawScaling(panels));
    }
    const { durationMs, replications } = load;
    process.stdout.write(
      json
        ? `${JSON.stringify({ seed, durationMs, replications, profiles: all }, undefined, 2)}\n`
        : `${toComparison(all)}means of runs: ${replications} of ${formatDuration(durationMs)} each, seed ${seed}\n`,
    );
  },
};

function toTitle(one: ReturnType<typeof toFigures> | undefined): {
  readonly name: string;
  readonly coldShare: number;
} {
  return { name: one?.profile ?? '', coldShare: one?.figures.coldShare?.mean ?? Number.NaN };
}

async function writePicture(file: string, svg: string): Promise<void> {
  try {
    await writeFile(file, svg);
  } catch (error) {
    throw new FaasmarkError('DIRECTORY_UNWRITABLE', `--picture: ${file}: ${messageOf(error)}`, {
      hint: 'Name a file in a folder that can be written to.',
      cause: error,
    });
  }
}
