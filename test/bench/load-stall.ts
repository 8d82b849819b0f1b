/** Whether a tool tells the truth about a target that stands still for a while: coordinated omission, measured. */
import { alternate } from './alternate.ts';
import type { Bench, BenchContext } from './bench.ts';
import { describePeers } from './conditions.ts';
import { type Figure, atMost, formatNumber } from './figure.ts';
import { startNodeTarget } from './node-target.ts';
import { autocannon } from './peers/autocannon.ts';
import { hey } from './peers/hey.ts';
import { k6 } from './peers/k6.ts';
import { native } from './peers/native.ts';
import { type FoundPeer, type Reading, findPeers } from './peers/peer.ts';
import { wrk2 } from './peers/wrk2.ts';
import { runCommand } from './run-command.ts';
import { percentile } from './statistics.ts';

const ratePerSecond = 1000;
const connections = 50;
const wantedErrorPercent = 1;
const overheadSeconds = 30;

/** A whole number of periods: then it does not matter where in the first one a tool begins. */
const full = { everyMs: 10_000, stallMs: 1000, seconds: 30 };
const smoke = { everyMs: 1000, stallMs: 100, seconds: 1 };

export const loadStall: Bench = {
  name: 'load-stall',
  question: 'What does a tool report of a target that stands still 1 s in every 10 s?',
  async run(bench) {
    const stalls = bench.quick ? smoke : full;
    const { found, missing } = findPeers([k6, autocannon, hey, wrk2]);
    const target = await startNodeTarget(
      { behaviour: 'stall', everyMs: stalls.everyMs, stallMs: stalls.stallMs },
      bench.conditions.pinning,
      bench.scope,
    );
    const truth = toTruth(stalls);
    bench.say(describePeers([native, ...found], missing));
    bench.say(
      `target: ${target.name}; GET, ${ratePerSecond} a second for ${stalls.seconds} s, one tool after the other`,
    );
    bench.say(`tools without connections of their own accord get ${connections}`);
    bench.say(describeReading('truth', truth));
    try {
      const { results, failed } = await alternate(
        [native, ...found].map((peer) => ({
          name: peer.name,
          run: async () => {
            const reading = await measure(bench, peer, target.url, stalls.seconds);
            bench.say(describeReading(peer.name, reading));
            return reading;
          },
        })),
        1,
        bench.scope.signal,
      );
      const tools = Object.fromEntries([...results].map(([name, [reading]]) => [name, pick(reading)]));
      const p99ErrorPercent = toErrorPercent(tools['native']?.p99Ms, truth.p99Ms);
      return { figures: judge(p99ErrorPercent), missing, failed, fields: { p99ErrorPercent, truth, tools } };
    } finally {
      await target.stop();
    }
  },
};

type Quantiles = Pick<Reading, 'p50Ms' | 'p99Ms' | 'p999Ms'>;

/**
 * Invocations at even distances that come during a stall wait for its end; the others take no time worth a mention beside
 * it, so the median is left out of the truth as 0.
 */
function toTruth({ everyMs, stallMs, seconds }: typeof full): Quantiles {
  const distanceMs = 1000 / ratePerSecond;
  const waits = Float64Array.from({ length: seconds * ratePerSecond }, (_, at) => {
    const into = (at * distanceMs) % everyMs;
    return into < everyMs - stallMs ? 0 : everyMs - into;
  }).toSorted();
  return {
    p50Ms: percentile(waits, 50),
    p99Ms: percentile(waits, 99),
    p999Ms: percentile(waits, 99.9),
  };
}

function judge(p99ErrorPercent: number | null): Figure[] {
  return [atMost('p99ErrorPercent', p99ErrorPercent, wantedErrorPercent)];
}

function toErrorPercent(value: number | undefined, truth: number): number | null {
  return value === undefined ? null : Math.abs(value / truth - 1) * 100;
}

async function measure(
  { conditions, scope }: BenchContext,
  peer: FoundPeer,
  url: string,
  seconds: number,
): Promise<Reading> {
  const command = peer.open?.({ url, connections, seconds, ratePerSecond }, scope.folder);
  if (command === undefined) throw new Error(`${peer.name} has no open model`);
  const onCore = conditions.pinning.onClientCore(command);
  const { stdout } = await runCommand(onCore, seconds + overheadSeconds, scope);
  return peer.read(stdout);
}

function pick(reading: Reading | undefined): Quantiles & { readonly requests: number } {
  const { p50Ms = Number.NaN, p99Ms = Number.NaN, p999Ms = Number.NaN, requests = 0 } = reading ?? {};
  return { p50Ms, p99Ms, p999Ms, requests };
}

function describeReading(name: string, reading: Quantiles & { readonly requests?: number }): string {
  const { p50Ms, p99Ms, p999Ms, requests } = reading;
  const of = (value: number): string => formatNumber(value).padStart(8);
  const sent = requests === undefined ? '' : `  ${requests} requests`;
  return `  ${name.padEnd(12)} p50 ${of(p50Ms)} ms  p99 ${of(p99Ms)} ms  p99.9 ${of(p999Ms)} ms${sent}`;
}
