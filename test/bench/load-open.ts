/** How exactly invocations come to the target when they are due, by the target's own clock, and what that costs. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';
import { createSchedule } from '../../workloads/arrivals/create-schedule.ts';
import { alternate } from './alternate.ts';
import { toArrivalError, toGaps } from './arrival-error.ts';
import type { Bench, BenchContext, BenchResult } from './bench.ts';
import { describePeers } from './conditions.ts';
import { type Figure, atLeast, atMost, below, formatNumber } from './figure.ts';
import { type NodeTarget, startNodeTarget } from './node-target.ts';
import { autocannon } from './peers/autocannon.ts';
import { hey } from './peers/hey.ts';
import { k6 } from './peers/k6.ts';
import { native, readNative, toNativeCommand } from './peers/native.ts';
import { type FoundPeer, findPeers } from './peers/peer.ts';
import { wrk2 } from './peers/wrk2.ts';
import { scheduleSeed } from './processes/native-order.ts';
import { runObserved } from './observe.ts';
import { exponentialP, median, ratio } from './statistics.ts';

const rates = [1000, 5000, 10_000, 20_000];
/** The rate whose figures are held against what is wanted. */
const judgedRate = 10_000;
const rounds = 3;
/** Not judged; every tool opens its connections and ours compiles itself meanwhile. */
const settleSeconds = 1;
const seconds = 2;
/** Of those, while processor time is measured. */
const watchedSeconds = 1.8;
const connections = 50;
const overheadSeconds = 30;

export const loadOpen: Bench = {
  name: 'load-open',
  question: 'How exactly do invocations come to the target when they are due?',
  async run(bench) {
    const { found, missing } = findPeers([k6, autocannon, hey, wrk2]);
    const target = await startNodeTarget({ behaviour: 'answer' }, bench.conditions.pinning, bench.scope);
    bench.say(describePeers([native, ...found], missing));
    bench.say(
      `target: ${target.name}, stamps every arrival; GET; ${bench.quick ? 1 : rounds} alternating rounds`,
    );
    bench.say(`tools without intended starts of their own get ${connections} connections`);
    try {
      return await compare(bench, [native, ...found], target, missing);
    } finally {
      await target.stop();
    }
  },
};

interface Measured {
  readonly deviationP50Us: number;
  readonly deviationP99Us: number;
  readonly rateErrorPercent: number;
  readonly cpuMicrosPerRequest: number;
  /** Of the gaps between arrivals; only of a Poisson schedule. */
  readonly ksP: number | null;
  /** By the tool's own clock; only ours says it. */
  readonly sendDelayP99Us: number | null;
}

type ByRate = Record<string, Measured>;

async function compare(
  bench: BenchContext,
  peers: readonly FoundPeer[],
  target: NodeTarget,
  missing: readonly string[],
): Promise<BenchResult> {
  const tools: Record<string, ByRate> = {};
  let failed: Record<string, string> = {};
  for (const rate of bench.quick ? [judgedRate] : rates) {
    const evenly = peers.map((peer) => ({
      name: peer.name,
      run: () => measureEven(bench, peer, target, rate),
    }));
    const contenders = [...evenly, { name: poisson, run: () => measurePoisson(bench, target, rate) }];
    const { results, failed: justFailed } = await alternate(
      contenders.filter(({ name }) => failed[name] === undefined),
      bench.quick ? 1 : rounds,
      bench.scope.signal,
    );
    failed = { ...failed, ...justFailed };
    for (const [name, runs] of results) {
      const measured = toMedians(runs);
      (tools[name] ??= {})[rate] = measured;
      bench.say(describeMeasured(name, rate, measured));
    }
  }
  const schedule = drain(toSpec('poisson', judgedRate, settleSeconds + seconds));
  const ksP = exponentialP(toGaps(schedule), 1e9 / judgedRate);
  const ours = tools['native']?.[judgedRate];
  return {
    figures: judge(tools, ksP),
    missing,
    failed,
    fields: {
      rateErrorPercent: ours?.rateErrorPercent ?? null,
      sendDelayP99Us: ours?.sendDelayP99Us ?? null,
      ksP,
      tools,
    },
  };
}

const poisson = 'native-poisson';

/** A probability below which gaps do not pass for exponential. */
const leastP = 0.01;

function judge(tools: Readonly<Record<string, ByRate>>, ksP: number): Figure[] {
  const ours = tools['native']?.[judgedRate];
  const worstRate = Object.values(tools['native'] ?? {}).map((one) => Math.abs(one.rateErrorPercent));
  const others = Object.entries(tools).filter(([name]) => name !== 'native' && name !== poisson);
  const best = Math.min(...others.map(([, byRate]) => byRate[judgedRate]?.deviationP99Us ?? Infinity));
  const costOfK6 = ratio(ours?.cpuMicrosPerRequest, tools['k6']?.[judgedRate]?.cpuMicrosPerRequest);
  return [
    below('largest rateErrorPercent', worstRate.length === 0 ? null : Math.max(...worstRate), 0.1),
    atMost('deviationP99Us, best of the others as limit', ours?.deviationP99Us ?? null, best),
    below('CPU per request relative to k6', costOfK6, 0.2),
    atLeast('ksP of the schedule', ksP, leastP),
  ];
}

async function measureEven(
  bench: BenchContext,
  peer: FoundPeer,
  target: NodeTarget,
  ratePerSecond: number,
): Promise<Measured> {
  const length = lengthOf(bench);
  const spec = toSpec('constant', ratePerSecond, length);
  const order = { url: target.url, ratePerSecond, seconds: length, connections };
  // Ours is told what is not to be judged, too.
  const command =
    peer === native
      ? toNativeCommand({
          url: target.url,
          load: { model: 'open', arrivals: spec },
          settleSeconds: settleOf(bench),
        })
      : peer.open?.(order, bench.scope.folder);
  if (command === undefined) throw new Error(`${peer.name} has no open model`);
  return await measure(bench, peer, command, target, spec);
}

async function measurePoisson(bench: BenchContext, target: NodeTarget, rate: number): Promise<Measured> {
  const spec = toSpec('poisson', rate, lengthOf(bench));
  const command = toNativeCommand({
    url: target.url,
    load: { model: 'open', arrivals: spec },
    settleSeconds: settleOf(bench),
  });
  return await measure(bench, native, command, target, spec);
}

async function measure(
  bench: BenchContext,
  peer: FoundPeer,
  command: ReturnType<typeof toNativeCommand>,
  target: NodeTarget,
  spec: RatedSpec,
): Promise<Measured> {
  const { conditions, scope, quick } = bench;
  await target.takeArrivals();
  const [fromSeconds, toSeconds] = quick ? [0.4, 0.9] : [settleSeconds, settleSeconds + watchedSeconds];
  const { finished, cpuMicrosPerRequest } = await runObserved(
    conditions.pinning.onClientCore(command),
    { fromSeconds, toSeconds, limitSeconds: settleSeconds + seconds + overheadSeconds },
    target,
    scope,
  );
  const arrivals = await target.takeArrivals();
  if (arrivals.length < 2) throw new Error('nothing came to the target');
  const error = toArrivalError(arrivals, drain(spec), settleOf(bench) * 1e9);
  return {
    deviationP50Us: error.deviationP50Us,
    deviationP99Us: error.deviationP99Us,
    rateErrorPercent: error.rateErrorPercent,
    cpuMicrosPerRequest,
    ksP: spec.kind === 'poisson' ? exponentialP(error.gaps, 1e9 / spec.ratePerSecond) : null,
    sendDelayP99Us: peer === native ? readNative(finished.stdout).sendDelayP99Us : null,
  };
}

type RatedSpec = Extract<ArrivalSpec, { readonly kind: 'constant' | 'poisson' }>;

function toSpec(kind: RatedSpec['kind'], ratePerSecond: number, length: number): RatedSpec {
  return { kind, ratePerSecond, durationMs: length * 1000 };
}

function settleOf({ quick }: BenchContext): number {
  return quick ? 0 : settleSeconds;
}

/** The tools take whole seconds only. */
function lengthOf({ quick }: BenchContext): number {
  return quick ? 1 : settleSeconds + seconds;
}

function drain(spec: ArrivalSpec): Float64Array {
  const schedule = createSchedule(spec, scheduleSeed);
  const starts: number[] = [];
  for (
    let start = schedule.intendedStart(0);
    start !== undefined;
    start = schedule.intendedStart(starts.length)
  ) {
    starts.push(start);
  }
  return Float64Array.from(starts);
}

function toMedians(runs: readonly Measured[]): Measured {
  const of = (field: keyof Measured): number => median(runs.map((run) => run[field] ?? Number.NaN));
  const orNull = (field: keyof Measured): number | null => (runs[0]?.[field] === null ? null : of(field));
  return {
    deviationP50Us: of('deviationP50Us'),
    deviationP99Us: of('deviationP99Us'),
    rateErrorPercent: of('rateErrorPercent'),
    cpuMicrosPerRequest: of('cpuMicrosPerRequest'),
    ksP: orNull('ksP'),
    sendDelayP99Us: orNull('sendDelayP99Us'),
  };
}

function describeMeasured(name: string, rate: number, measured: Measured): string {
  const { deviationP50Us, deviationP99Us, rateErrorPercent, cpuMicrosPerRequest, ksP, sendDelayP99Us } =
    measured;
  return (
    `  ${`${rate}/s`.padStart(8)}  ${name.padEnd(15)} deviation p50 ${formatNumber(deviationP50Us).padStart(8)}` +
    ` p99 ${formatNumber(deviationP99Us).padStart(8)} µs  rate ${rateErrorPercent.toFixed(3).padStart(8)} %` +
    `  ${formatNumber(cpuMicrosPerRequest).padStart(6)} µs CPU` +
    (sendDelayP99Us === null ? '' : `  sendDelay p99 ${formatNumber(sendDelayP99Us)} µs`) +
    (ksP === null ? '' : `  KS p ${formatNumber(ksP)}`)
  );
}
