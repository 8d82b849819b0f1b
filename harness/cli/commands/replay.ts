import type { Argv, CommandModule } from 'yargs';
import { toMarginalRates } from '../../analyze/cost/marginal-rates.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import { parseInfluxUrl } from '../../sinks/influx/influx-options.ts';
import { replayToInflux } from '../../sinks/influx/replay.ts';
import { concludeRun } from '../conclude-run.ts';
import { defaultOut, findRun } from '../find-run.ts';
import { toReceiptLine } from '../receipt-line.ts';

interface Arguments {
  readonly run: string | undefined;
  readonly out: string;
  readonly influx: string;
}

export const replayCommand: CommandModule<object, Arguments> = {
  command: 'replay [run]',
  describe: 'Rebuild the data of a run in InfluxDB from its run directory',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('run', { describe: 'folder of the run; default: the newest', type: 'string' })
      .option('out', { describe: 'folder of the runs', type: 'string', default: defaultOut })
      .option('influx', {
        describe: 'as in "faasmark run"',
        type: 'string',
        demandOption: true,
        requiresArg: true,
      })
      .example(
        '$0 replay --influx http://127.0.0.1:8086?db=faasmark',
        'the newest run; sending it twice changes nothing',
      ),
  async handler({ run: named, out, influx }) {
    const options = parseInfluxUrl(influx, process.env);
    const directory = await findRun(named, out);
    const { run, summary } = await concludeRun(directory);
    const receipt = await replayToInflux(run, options, {
      summary,
      rates: toMarginalRates(run.manifest.billing),
    });
    process.stdout.write(`${toReceiptLine(receipt)}\n`);
    if (receipt.acknowledged + receipt.rejected < receipt.offered) {
      throw new FaasmarkError('INFLUX_UNREACHABLE', `${receipt.spooled} ${receipt.unit} were not taken`, {
        hint: 'Give the same command again when the server answers.',
      });
    }
  },
};
