/** How many requests a second one core of ours sends when nothing holds it back, beside the tools made for that. */
import { alternate } from './alternate.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { describePeers } from './conditions.ts';
import { atLeast, formatNumber } from './figure.ts';
import { autocannon } from './peers/autocannon.ts';
import { hey } from './peers/hey.ts';
import { k6 } from './peers/k6.ts';
import { native } from './peers/native.ts';
import { type FoundPeer, findPeers } from './peers/peer.ts';
import { undici } from './peers/undici.ts';
import { wrk } from './peers/wrk.ts';
import { runObserved } from './observe.ts';
import { median, ratio } from './statistics.ts';
import { type Target, startFastTarget } from './target.ts';

const connectionCounts = [10, 50, 200];
/** The figures are those of this many connections. */
const judgedConnections = 50;
/** What our rate divided by theirs must be. */
const wantedRatios = { wrk: 0.9, autocannon: 1.8, k6: 6 } as const;
/** Until the tool has started and compiled itself, and how long it is watched then. */
const settleSeconds = 1;
const watchedSeconds = 1.8;
const seconds = 3;
const rounds = 3;
const overheadSeconds = 30;

export const loadClosed: Bench = {
  name: 'load-closed',
  question: 'How many requests a second does one core send when nothing holds it back?',
  async run(bench) {
    const { found, missing } = findPeers([wrk, autocannon, hey, undici, k6]);
    const contenders = [native, ...found].filter(({ closed }) => closed !== undefined);
    const target = await startFastTarget(bench.conditions.pinning, bench.scope);
    bench.say(describePeers(contenders, missing));
    bench.say(`target: ${target.name}; POST; ${bench.quick ? 1 : rounds} alternating rounds`);
    try {
      return await compare(bench, contenders, target, missing);
    } finally {
      await target.stop();
    }
  },
};

interface Measured {
  readonly requestsPerSecond: number;
  readonly cpuMicrosPerRequest: number;
}

async function compare(
  bench: BenchContext,
  contenders: readonly FoundPeer[],
  target: Target,
  missing: readonly string[],
): Promise<BenchResult> {
  const rates: Record<string, Record<string, number>> = {};
  const costs: Record<string, Record<string, number>> = {};
  let failed: Record<string, string> = {};
  for (const connections of bench.quick ? [judgedConnections] : connectionCounts) {
    const { results, failed: justFailed } = await alternate(
      contenders
        .filter(({ name }) => failed[name] === undefined)
        .map((peer) => ({ name: peer.name, run: () => measure(bench, peer, target, connections) })),
      bench.quick ? 1 : rounds,
      bench.scope.signal,
    );
    failed = { ...failed, ...justFailed };
    for (const [name, runs] of results) {
      const rate = median(runs.map((run) => run.requestsPerSecond));
      const cost = median(runs.map((run) => run.cpuMicrosPerRequest));
      (rates[name] ??= {})[connections] = rate;
      (costs[name] ??= {})[connections] = cost;
      bench.say(describe(connections, name, { requestsPerSecond: rate, cpuMicrosPerRequest: cost }));
    }
  }
  const names = [...new Set([...Object.keys(wantedRatios), ...contenders.map(({ name }) => name)])];
  const others = names.filter((name) => name !== native.name);
  const compareBy = (of: (name: string) => number | null): Record<string, number | null> =>
    Object.fromEntries(others.map((name) => [name, of(name)]));
  const judged = (of: Record<string, Record<string, number>>, name: string): number | undefined =>
    of[name]?.[judgedConnections];
  const ratios = compareBy((name) => ratio(judged(rates, native.name), judged(rates, name)));
  const cpuRatios = compareBy((name) => ratio(judged(costs, name), judged(costs, native.name)));
  bench.say(
    `at ${judgedConnections} connections, theirs to ours in CPU per request, which others on the machine disturb less:`,
  );
  bench.say(`  ${others.map((name) => `${name} ${formatNumber(cpuRatios[name])}`).join(', ')}`);
  return {
    figures: Object.entries(wantedRatios).map(([name, wanted]) =>
      atLeast(`ratio.${name}`, ratios[name] ?? null, wanted),
    ),
    missing,
    failed,
    fields: {
      target: target.name,
      ratio: ratios,
      cpuRatio: cpuRatios,
      requestsPerSecond: rates,
      cpuMicrosPerRequest: costs,
    },
  };
}

/** How much of its core it had says whether it was the limit itself. */
function describe(connections: number, name: string, measured: Measured): string {
  const { requestsPerSecond, cpuMicrosPerRequest } = measured;
  const busy = (requestsPerSecond * cpuMicrosPerRequest) / 1e4;
  return (
    `  ${`${connections}`.padStart(4)} connections  ${name.padEnd(10)} ${formatNumber(requestsPerSecond).padStart(9)}/s` +
    `  ${formatNumber(cpuMicrosPerRequest).padStart(7)} µs CPU, ${busy.toFixed(0).padStart(3)} % of its core`
  );
}

async function measure(
  { quick, conditions, scope }: BenchContext,
  peer: FoundPeer,
  target: Target,
  connections: number,
): Promise<Measured> {
  // wrk and autocannon take whole seconds only.
  const order = { url: target.url, connections, seconds: quick ? 1 : seconds };
  const [fromSeconds, toSeconds] = quick ? [0.4, 0.9] : [settleSeconds, settleSeconds + watchedSeconds];
  const command = peer.closed?.(order, scope.folder);
  if (command === undefined) throw new Error(`${peer.name} has no closed model`);
  const { finished, ...measured } = await runObserved(
    conditions.pinning.onClientCore(command),
    { fromSeconds, toSeconds, limitSeconds: order.seconds + overheadSeconds },
    target,
    scope,
  );
  // Throws where the tool itself says nothing of the kind.
  peer.read(finished.stdout);
  return measured;
}
