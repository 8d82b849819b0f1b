/** What many connections cost in memory, and whether anything is lost when several senders share a schedule. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';
import type { Bench, BenchContext } from './bench.ts';
import { below, exactly, formatNumber } from './figure.ts';
import { startNodeTarget } from './node-target.ts';
import { readNative, toNativeCommand } from './peers/native.ts';
import type { NativeReport } from './processes/native-order.ts';
import { runCommand } from './run-command.ts';

const workerCounts = [1, 2];
const connectionCounts = [10, 1000, 10_000];
const wantedMiB = 200;
/** Each answer is held for so long; twice that long, half as many a second as there shall be connections. */
const holdSeconds = 2;
const quickHoldSeconds = 0.25;
const limitSeconds = 60;

export const loadScale: Bench = {
  name: 'load-scale',
  question: 'What do many open connections and several senders cost, and is anything lost?',
  async run(bench) {
    const hold = bench.quick ? quickHoldSeconds : holdSeconds;
    const target = await startNodeTarget(
      { behaviour: 'hold', holdMs: hold * 1000 },
      bench.conditions.pinning,
      bench.scope,
    );
    bench.say(`target: ${target.name}, answers after ${hold} s`);
    try {
      const workers: Record<string, Record<string, Scaled>> = {};
      for (const count of workerCounts) {
        for (const connections of bench.quick ? [10, 100] : connectionCounts) {
          const scaled = toScaled(await play(bench, target.url, { workers: count, connections, hold }));
          (workers[count] ??= {})[connections] = scaled;
          bench.say(describeScaled(count, connections, scaled));
        }
      }
      const all = Object.values(workers).flatMap((byConnections) => Object.values(byConnections));
      const lost = all.reduce((sum, one) => sum + one.lost + one.duplicated + one.notOk, 0);
      const memoryMiB = pick(workers['1']);
      const most = bench.quick ? null : (memoryMiB[10_000] ?? null);
      return {
        figures: [below('memoryMiB at 10,000 connections', most, wantedMiB), exactly('lost', lost, 0)],
        fields: { memoryMiB, lost, workers },
        missing: [],
        failed: {},
      };
    } finally {
      await target.stop();
    }
  },
};

type Scaled = Pick<NativeReport, 'lost' | 'duplicated' | 'notOk' | 'scheduled' | 'mostConnections'> & {
  readonly memoryMiB: number;
  readonly cpuMicrosPerRequest: number;
};

async function play(
  { conditions, scope }: BenchContext,
  url: string,
  {
    workers,
    connections,
    hold,
  }: { readonly workers: number; readonly connections: number; readonly hold: number },
): Promise<{ readonly report: NativeReport; readonly cpuMicros: number }> {
  const arrivals: ArrivalSpec = {
    kind: 'constant',
    ratePerSecond: connections / hold,
    durationMs: 2 * hold * 1000,
  };
  const command = toNativeCommand({ url, workers, load: { model: 'open', arrivals } });
  const onCore = conditions.pinning.onClientCore(command);
  const { stdout, cpuMicros } = await runCommand(onCore, limitSeconds, scope);
  return { report: readNative(stdout), cpuMicros };
}

function toScaled({ report, cpuMicros }: Awaited<ReturnType<typeof play>>): Scaled {
  const { lost, duplicated, notOk, scheduled, mostConnections, peakMemoryMiB, requests } = report;
  const cpuMicrosPerRequest = cpuMicros / requests;
  return {
    lost,
    duplicated,
    notOk,
    scheduled,
    mostConnections,
    memoryMiB: peakMemoryMiB,
    cpuMicrosPerRequest,
  };
}

function pick(byConnections: Readonly<Record<string, Scaled>> = {}): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(byConnections).map(([name, { memoryMiB }]) => [name, memoryMiB]));
}

function describeScaled(workers: number, connections: number, scaled: Scaled): string {
  const { memoryMiB, mostConnections, scheduled, lost, duplicated, notOk, cpuMicrosPerRequest } = scaled;
  return (
    `  ${workers} sending workers, ${`${connections}`.padStart(6)} connections wanted, most seen of one worker ` +
    `${mostConnections}: ${formatNumber(memoryMiB)} MiB at most, ${scheduled} scheduled, ${lost} lost, ` +
    `${duplicated} twice, ${notOk} not ok, ${formatNumber(cpuMicrosPerRequest)} µs CPU`
  );
}
