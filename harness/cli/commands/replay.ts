import type { Argv, CommandModule } from 'yargs';
import { toMarginalRates } from '../../analyze/cost/marginal-rates.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import type { RunManifest, SinkReceipt } from '../../contract/sink.ts';
import type { SinkTarget } from '../../contract/sink-target.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { replayRun } from '../../sinks/replay.ts';
import { readRunFrame, readSummary } from '../../sinks/run-directory/read-run.ts';
import { toSinkSpec } from '../../sinks/sink-spec.ts';
import { concludeRun } from '../conclude-run.ts';
import { defaultOut, findRun } from '../find-run.ts';
import { showReceipts } from '../show-receipts.ts';
import { type SinkArguments, addSinkOptions, toSinkTargets } from '../sink-option.ts';

interface Arguments extends SinkArguments {
  readonly run: string | undefined;
  readonly out: string;
}

export const replayCommand: CommandModule<object, Arguments> = {
  command: 'replay [run]',
  describe: 'Stream a run again from its run directory; without a sink, to those of its scenario',
  builder: (yargs) =>
    addSinkOptions(yargs as Argv<Arguments>)
      .positional('run', { describe: 'folder of the run; default: the newest', type: 'string' })
      .option('out', { describe: 'folder of the runs', type: 'string', default: defaultOut })
      .example(
        '$0 replay --influx http://127.0.0.1:8086?db=faasmark',
        'the newest run; sending it twice changes nothing',
      )
      .example('$0 replay --sink parquet', 'a table of its invocations, beside them'),
  async handler(args) {
    const named = toSinkTargets(args);
    const directory = await findRun(args.run, args.out);
    const { manifest } = await readRunFrame(directory);
    const targets = named.length > 0 ? named : sinksOf(manifest);
    if (targets.length === 0) {
      throw new FaasmarkError('USAGE', 'where is the run to be streamed to? Its scenario names no sink', {
        hint: 'Give --influx URL, or --sink with another.',
      });
    }
    const specs = targets.map((target) => toSinkSpec(target, process.env));
    // A run that was killed has no summary yet.
    const summary = (await readSummary(directory)) ?? (await concludeRun(directory)).summary;
    const rates = toMarginalRates(manifest.billing);
    const receipts: SinkReceipt[] = [];
    for (const spec of specs) receipts.push(await replayRun(directory, spec, { summary, rates }));
    showReceipts(receipts, { json: false });
    const short = receipts.find(({ offered, acknowledged, rejected }) => acknowledged + rejected < offered);
    if (short !== undefined) {
      throw new FaasmarkError('SINK_UNREACHABLE', `${short.spooled} ${short.unit} were not taken`, {
        hint: 'Give the same command again when the server answers.',
      });
    }
  },
};

function sinksOf({ scenarioSource }: RunManifest): readonly SinkTarget[] {
  return (scenarioSource as Partial<Scenario>).sinks ?? [];
}
