/** What streaming to InfluxDB costs the load, and whether anything is lost when the database dies under it. */
import { join } from 'node:path';
import { influxdIsMissing, startInfluxd } from '../support/influxd.ts';
import { type Alternated, alternate } from './alternate.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { type Figure, atMost, exactly, formatNumber } from './figure.ts';
import { type Outage, playOutage } from './influx-outage.ts';
import { readNative, toNativeCommand } from './peers/native.ts';
import type { NativeReport } from './processes/native-order.ts';
import { runCommand } from './run-command.ts';
import { median, ratio } from './statistics.ts';
import { startFastTarget } from './target.ts';

const ratePerSecond = 5000;
const rounds = 7;
const seconds = 6;
/** Not judged: connections are opened and code is compiled meanwhile. */
const settleSeconds = 1;
const overheadSeconds = 30;
const wantedRatio = 1.1;
const outageSeconds = 60;

export const influx: Bench = {
  name: 'influx',
  question: 'Does streaming to InfluxDB delay the load, and is anything lost when the database is killed?',
  async run(bench) {
    if (influxdIsMissing !== undefined) return notMeasured;
    const length = bench.quick ? 1 : seconds;
    const influxd = await startInfluxd({ wrap: bench.conditions.pinning.onTargetCore });
    bench.say(
      `${ratePerSecond} invocations a second, ${length} s each, ${bench.quick ? 1 : rounds} rounds; influxd beside the target`,
    );
    try {
      const { results, failed } = await compare(bench, influxd.url, length);
      const [off, windows] = ['off', 'windows', 'every invocation'].map((name) =>
        summarize(bench, name, results.get(name)),
      );
      const delays = ratio(windows?.sendDelayP99Us, off?.sendDelayP99Us);
      const outage = await playOutage(influxd, bench.quick ? 1 : (bench.seconds ?? outageSeconds));
      describe(bench, outage);
      return {
        figures: toFigures(delays, outage),
        fields: {
          lost: outage.lost,
          doubled: outage.doubled,
          ratio: { sendDelayP99: delays },
          outage,
          streaming: Object.fromEntries(results),
        },
        missing: [],
        failed,
      };
    } finally {
      await influxd.remove();
    }
  },
};

const notMeasured: BenchResult = {
  figures: [],
  fields: { lost: null, doubled: null, ratio: { sendDelayP99: null } },
  missing: ['influxd'],
  failed: {},
};

async function compare(
  { conditions, scope, quick }: BenchContext,
  address: string,
  length: number,
): Promise<Alternated<Streamed>> {
  const target = await startFastTarget(conditions.pinning, scope);
  const play = async (to: string | undefined): Promise<Streamed> => {
    const command = toNativeCommand({
      url: target.url,
      load: { model: 'open', arrivals: { kind: 'constant', ratePerSecond, durationMs: length * 1000 } },
      settleSeconds: quick ? 0 : settleSeconds,
      ...(to === undefined ? {} : { influx: { address: to, spool: join(scope.folder, 'spool') } }),
    });
    const { stdout, cpuMicros } = await runCommand(
      conditions.pinning.onClientCore(command),
      length + overheadSeconds,
      scope,
    );
    const report = readNative(stdout);
    return { ...report, cpuMicrosPerRequest: cpuMicros / report.requests };
  };
  try {
    const contenders = [
      { name: 'off', run: () => play(undefined) },
      { name: 'windows', run: () => play(`${address}?db=bench`) },
      { name: 'every invocation', run: () => play(`${address}?db=bench&invocations=all`) },
    ];
    return await alternate(quick ? contenders.slice(0, 2) : contenders, quick ? 1 : rounds, scope.signal);
  } finally {
    await target.stop();
  }
}

/** Of the whole process, its start included: it holds where others are at work. */
interface Streamed extends NativeReport {
  readonly cpuMicrosPerRequest: number;
}

interface Delays {
  readonly sendDelayP50Us: number;
  readonly sendDelayP99Us: number;
}

function summarize(
  { say }: BenchContext,
  name: string,
  reports: readonly Streamed[] | undefined,
): Delays | undefined {
  if (reports === undefined) return undefined;
  const of = (field: 'sendDelayP50Us' | 'sendDelayP99Us' | 'p99Ms' | 'cpuMicrosPerRequest'): number =>
    median(reports.map((report) => report[field]));
  const delays = { sendDelayP50Us: of('sendDelayP50Us'), sendDelayP99Us: of('sendDelayP99Us') };
  const receipt = reports.at(-1)?.receipt;
  const stream = receipt ? `; ${receipt.offered} lines, ${receipt.acknowledged} acknowledged` : '';
  say(
    `  ${name.padEnd(18)} sendDelay p50 ${formatNumber(delays.sendDelayP50Us)} p99 ` +
      `${formatNumber(delays.sendDelayP99Us)} µs; responseTime p99 ${formatNumber(of('p99Ms'))} ms; ${formatNumber(of('cpuMicrosPerRequest'))} µs CPU${stream}`,
  );
  return delays;
}

function describe({ say }: BenchContext, outage: Outage): void {
  const { offered, acknowledged, rejected, spooled } = outage.receipt;
  say(
    `  killed twice in ${outage.seconds} s at ${outage.pointsPerSecond} points a second: ${offered} offered = ` +
      `${acknowledged} acknowledged + ${rejected} rejected + ${spooled} spooled; ${outage.written} invocations ` +
      `written, ${outage.found} found one by one, ${outage.counted} in windows`,
  );
}

function toFigures(delays: number | null, { lost, doubled, receipt }: Outage): Figure[] {
  return [
    atMost('ratio.sendDelayP99', delays, wantedRatio),
    exactly('lost', lost, 0),
    exactly('doubled', doubled, 0),
    exactly('unaccounted', receipt.offered - receipt.acknowledged - receipt.rejected - receipt.spooled, 0),
  ];
}
