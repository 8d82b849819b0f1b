import type { Argv, CommandModule } from 'yargs';
import { concludeRun } from '../conclude-run.ts';
import { demandThresholds } from '../demand-thresholds.ts';
import { defaultOut, findRun } from '../find-run.ts';
import { printSummary } from '../print-summary.ts';

interface Arguments {
  readonly run: string | undefined;
  readonly out: string;
  readonly json: boolean;
}

export const reportCommand: CommandModule<object, Arguments> = {
  command: 'report [run]',
  describe: 'Report a run again: finished, ended early or killed',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('run', { describe: 'folder of the run; default: the newest', type: 'string' })
      .option('out', { describe: 'folder of the runs', type: 'string', default: defaultOut })
      .option('json', {
        describe: 'print summary.json instead of the screen',
        type: 'boolean',
        default: false,
      })
      .example('$0 report', 'the newest run')
      .example('$0 report faasmark-runs/20261124-084210-3f9a-quickstart --json', 'one run, for a program'),
  async handler({ run, out, json }) {
    const directory = await findRun(run, out);
    const { summary, reportPath } = await concludeRun(directory);
    printSummary(summary, { json });
    if (!json) process.stdout.write(`Report: ${reportPath}\n`);
    demandThresholds(summary);
  },
};
