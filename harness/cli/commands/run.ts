import { join } from 'node:path';
import type { Argv, CommandModule } from 'yargs';
import { connectProvider } from '../../../adapters/registry.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { toMarginalRates } from '../../analyze/cost/marginal-rates.ts';
import { createMonotonicClock } from '../../contract/clock.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import { toBillingTerms } from '../../run/billing-terms.ts';
import { executeRun } from '../../run/execute-run.ts';
import { createRunId } from '../../run/run-id.ts';
import { createRunDirectorySink } from '../../sinks/run-directory/run-directory-sink.ts';
import { toSinkSpec } from '../../sinks/sink-spec.ts';
import { createThreadedSink } from '../../sinks/thread/threaded-sink.ts';
import { catalog } from '../catalog.ts';
import { concludeRun } from '../conclude-run.ts';
import { createEngine } from '../create-engine.ts';
import { demandWhole } from '../demand-number.ts';
import { demandThresholds } from '../demand-thresholds.ts';
import { defaultOut } from '../find-run.ts';
import { catchInterrupts } from '../interrupt.ts';
import { startLivePage } from '../live/start-live-page.ts';
import { printSummary } from '../print-summary.ts';
import { readScenario } from '../profile-settings.ts';
import { loadReadyMade, quickstart } from '../ready-made.ts';
import { showReceipts } from '../show-receipts.ts';
import { type SinkArguments, addSinkOptions, toSinkTargets } from '../sink-option.ts';
import { expandTraces } from '../expand-traces.ts';
import { createTerminalObserver } from '../terminal-observer.ts';
import { versions } from '../versions.ts';

interface Arguments extends SinkArguments {
  readonly scenario: string | undefined;
  readonly experiment: string | undefined;
  readonly samples: number | undefined;
  readonly function: string | undefined;
  readonly out: string;
  readonly seed: number | undefined;
  readonly live: boolean;
  readonly 'live-port': number | undefined;
  readonly quiet: boolean;
  readonly json: boolean;
}

export const runCommand: CommandModule<object, Arguments> = {
  command: 'run [scenario]',
  describe: 'Run a scenario; without one, the quickstart on the built-in platform',
  builder: (yargs) =>
    addSinkOptions(yargs as Argv<Arguments>)
      .positional('scenario', { describe: 'YAML file', type: 'string' })
      .option('experiment', {
        describe: 'instead of a scenario: one experiment with its defaults on the built-in platform',
        type: 'string',
        requiresArg: true,
        conflicts: 'scenario',
      })
      .option('samples', {
        describe: "how many, instead of the experiment's own number",
        type: 'number',
        requiresArg: true,
        implies: 'experiment',
      })
      .option('function', {
        describe: "of the catalogue, instead of the experiment's own",
        type: 'string',
        requiresArg: true,
        implies: 'experiment',
      })
      .option('out', {
        describe: 'folder of the runs',
        type: 'string',
        default: defaultOut,
        requiresArg: true,
      })
      .option('seed', {
        describe: "seed of the arrivals, instead of the scenario's",
        type: 'number',
        requiresArg: true,
      })
      .option('live', {
        describe: 'serve a page that follows the run, on loopback',
        type: 'boolean',
        default: false,
      })
      .option('live-port', {
        describe: 'the same, at this port; default: any that is free',
        type: 'number',
        requiresArg: true,
      })
      .option('quiet', { describe: 'no progress', type: 'boolean', default: false })
      .option('json', {
        describe: 'print summary.json instead of the screen',
        type: 'boolean',
        default: false,
      })
      .example('$0 run', 'cold start, scale-out and cost of the built-in platform, in under a minute')
      .example('$0 run --experiment cold-start --samples 100', 'one question, answered with its uncertainty')
      .example('$0 run load.yaml --live', 'with a page to watch it on')
      .example('$0 run load.yaml --seed 7', 'your own scenario, with other random arrivals')
      .example('$0 run --influx http://127.0.0.1:8086?db=faasmark', 'the same, streamed to InfluxDB')
      .example('$0 run --sink csv,parquet=all/{run}.parquet', 'with a table of all invocations, twice'),
  async handler(args) {
    if (args.seed !== undefined && !(Number.isSafeInteger(args.seed) && args.seed >= 0)) {
      throw new FaasmarkError('USAGE', `--seed: expected a whole number from 0 up, got ${args.seed}`);
    }
    if (args['live-port'] !== undefined) demandWhole('--live-port', args['live-port'], 0, 65_535);
    const file = args.scenario ?? quickstart;
    const written =
      args.experiment === undefined
        ? await readScenario(file)
        : await loadReadyMade(args.experiment, args, catalog.names);
    const scenario = await expandTraces({ ...written, seed: args.seed ?? written.seed }, file);
    // Before anything is started: there may be no prices for what the scenario chose.
    const rates = toMarginalRates(toBillingTerms(scenario));
    const targets = [...scenario.sinks, ...toSinkTargets(args)];
    const specs = targets.map((target) => toSinkSpec(target, process.env));
    const clock = createMonotonicClock();
    const runId = createRunId(clock.epochMs());
    const directory = join(args.out, `${runId}-${scenario.name}`);
    const isShown = args.live || args['live-port'] !== undefined;
    const page = isShown ? await startLivePage(directory, args['live-port'] ?? 0) : undefined;
    if (page !== undefined) process.stderr.write(`Live page: ${page.url}\n`);
    const quiet = args.quiet || args.json;
    const observer = createTerminalObserver({ clock, quiet, isTerminal: process.stderr.isTTY });
    const interrupts = catchInterrupts();
    const disk = new AbortController();
    const store = createRunDirectorySink(directory, (error) => disk.abort(error));
    const streams = specs.map((spec) =>
      createThreadedSink(spec, { runDirectory: directory, replaces: false, rates }),
    );

    const { end, error } = await executeRun(
      {
        scenario,
        runId,
        clock,
        catalog,
        environment: process.env,
        versions,
        // The run directory last: it is not made when a database refuses.
        sinks: [...streams, store],
        observer,
        connect: (context, signal) => connectProvider(scenario.provider, context, signal),
        createSchedule,
        createEngine: (listener) => createEngine(scenario.generator, clock, listener),
      },
      AbortSignal.any([interrupts.signal, disk.signal]),
    );

    const receipts = [await store.close(end)];
    const { summary, reportPath } = await concludeRun(directory).catch(async (failure: unknown) => {
      for (const stream of streams) receipts.push(await stream.close(end));
      showReceipts(receipts, { json: true });
      throw error ?? failure;
    });
    for (const stream of streams) {
      stream.summary(summary);
      receipts.push(await stream.close(end));
    }
    await page?.close();
    interrupts.release();
    printSummary(summary, args);
    showReceipts(receipts, args);
    if (!args.json) process.stdout.write(`Report: ${reportPath}\n`);
    if (error !== undefined) throw error;
    demandThresholds(summary);
  },
};
