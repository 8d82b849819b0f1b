import type { Argv, CommandModule } from 'yargs';
import { compareRuns } from '../compare-runs.ts';
import { concludeRun } from '../conclude-run.ts';
import { demandThresholds } from '../demand-thresholds.ts';
import { defaultOut, findRun } from '../find-run.ts';
import { printSummary } from '../print-summary.ts';

interface Arguments {
  readonly runs: readonly string[] | undefined;
  readonly out: string;
  readonly output: string;
  readonly json: boolean;
}

export const reportCommand: CommandModule<object, Arguments> = {
  command: 'report [runs..]',
  describe: 'Report a run again, finished, ended early or killed; or several side by side',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      // This command expects a list, of runs; of its other flags the last one counts, as elsewhere.
      .parserConfiguration({ 'duplicate-arguments-array': true })
      .positional('runs', { describe: 'folders of runs; default: the newest', type: 'string', array: true })
      .option('out', { describe: 'folder of the runs', type: 'string', default: defaultOut, coerce: lastOf })
      .option('output', {
        describe: 'of several runs: file without its ending; .html and .md are written',
        type: 'string',
        default: 'faasmark-comparison',
        requiresArg: true,
        coerce: lastOf,
      })
      .option('json', {
        describe: 'print summary.json instead of the screen; of several runs, a list of them',
        type: 'boolean',
        default: false,
      })
      .example('$0 report', 'the newest run')
      .example('$0 report faasmark-runs/20261124-084210-3f9a-quickstart --json', 'one run, for a program')
      .example('$0 report faasmark-runs/*-checkout', 'all runs of a scenario, measured against the first'),
  async handler({ runs = [], out, output, json }) {
    if (runs.length > 1) {
      await compareRuns(runs, output, { json });
      return;
    }
    const { summary, reportPath } = await concludeRun(await findRun(runs[0], out));
    printSummary(summary, { json });
    if (!json) process.stdout.write(`Report: ${reportPath}\n`);
    demandThresholds(summary);
  },
};

function lastOf(values: string | readonly string[]): string {
  return typeof values === 'string' ? values : (values.at(-1) ?? '');
}
