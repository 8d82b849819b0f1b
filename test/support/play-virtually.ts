/** Plays an experiment on virtual time, as it plans it, on a target that is a law: what it concludes has a known answer. */
import type { Finding } from '../../harness/contract/finding.ts';
import type { Invocation } from '../../harness/contract/invocation.ts';
import type { LedgerEntry } from '../../harness/contract/ledger-entry.ts';
import type { Phase } from '../../harness/contract/phase.ts';
import { type Random, createRandom } from '../../harness/contract/seeded-random.ts';
import type { RunEvent } from '../../harness/contract/sink.ts';
import type { Estimate } from '../../harness/contract/summary.ts';
import { type Nanos, fromMillis, fromSeconds, toMillis } from '../../harness/contract/units.ts';
import { conclude } from '../../harness/experiments/conclude.ts';
import { observe } from '../../harness/experiments/observe.ts';
import type { PlannedPhase } from '../../harness/experiments/planned-phase.ts';
import { toPlannedLoad } from '../../harness/experiments/planned-load.ts';
import { bindExperiment } from '../../harness/experiments/registry.ts';
import { deriveSeed } from '../../harness/experiments/seeds.ts';
import { orderTurns, toPhaseGroups, toTurns } from '../../harness/run/phase-group.ts';
import { parseScenario } from '../../harness/scenario/parse-scenario.ts';
import type { ExperimentConfig } from '../../harness/scenario/scenario.ts';
import { createSchedule } from '../../workloads/arrivals/create-schedule.ts';
import { catalog } from '../../harness/cli/catalog.ts';
import { createInvocation } from './invocations.ts';
import { createRun } from './run-records.ts';

export interface VirtualCall {
  readonly phase: Phase;
  /** Those that are played at the same time, itself included. */
  readonly beside: readonly Phase[];
  readonly round: number;
  /** When it begins to be served. */
  readonly atMs: number;
  readonly random: Random;
}

export interface VirtualAnswer extends Partial<Invocation> {
  readonly serviceMs: number;
  /** How often the function writes into the ledger that it begins, and that it ends. Default: it does not. */
  readonly begins?: number;
  readonly ends?: number;
}

export interface VirtualTarget {
  /** How many it serves at once; the others wait their turn. Absent, or undefined: all. */
  servers?(phase: Phase): number | undefined;
  answer(call: VirtualCall): VirtualAnswer;
}

/** @param experiment - as in a scenario of these functions; the settings that it leaves out have their defaults. */
export function parseExperiment(experiment: string, functions: readonly string[]): ExperimentConfig {
  const text = `name: virtual\nfunctions: { ${functions.map((name) => `${name}: { use: noop }`).join(', ')} }\nexperiments: [${experiment}]\n`;
  return parseScenario(text, { file: 'virtual.yaml', catalog: catalog.names })
    .experiments[0] as ExperimentConfig;
}

/** @param decide - is given everything that the experiment does itself: planning, planning on, concluding. */
export function playVirtually(
  config: ExperimentConfig,
  target: VirtualTarget,
  seed: number,
  decide: <Value>(work: () => Value) => Value = (work) => work(),
): Finding {
  const experiment = bindExperiment(config);
  const random = createRandom(seed);
  const phases: Phase[] = [];
  const invocations: Invocation[] = [];
  const ledger: LedgerEntry[] = [];
  const events: RunEvent[] = [];
  let now = 0;

  const toRun = () => {
    const run = createRun({ phases, invocations, ledger, events });
    return { ...run, manifest: { ...run.manifest, seed, scenarioSource: { experiments: [config] } } };
  };
  const play = (added: readonly Phase[]): void => {
    phases.push(...added);
    for (const group of toPhaseGroups(added)) {
      const rounds = Math.max(...group.map(({ repetitions }) => repetitions));
      for (let round = 0; round < rounds; round++) {
        for (const turn of orderTurns(toTurns(group), seed, round)) {
          if (round >= turn[0].repetitions) continue;
          const played = turn.flatMap((phase) =>
            playPhase(phase, { target, beside: turn, round, from: now, random, ledger }),
          );
          for (const { during, planned } of turn) {
            if (during.kind !== 'killInstances') continue;
            for (let at = during.everyMs; at < planned.durationMs; at += during.everyMs)
              events.push({ at: now + fromMillis(at), kind: 'fault', title: 'killed one' });
          }
          for (const one of played) invocations.push(one);
          now = played.reduce((last, one) => Math.max(last, one.endedAt), now) + fromSeconds(1);
        }
      }
    }
  };

  play(decide(() => complete(experiment.plan(), seed)));
  for (;;) {
    const run = toRun();
    const added = decide(() => experiment.next?.(observe(run, config.name)) ?? []);
    if (added.length === 0) break;
    play(complete(added, seed));
  }
  const run = toRun();
  return decide(() => conclude(run))[0] as Finding;
}

export function estimateOf(finding: Finding, key: string): Estimate | null {
  const figure = finding.figures.find((one) => one.key === key);
  if (figure === undefined)
    throw new Error(`no figure ${key}; there is ${finding.figures.map((one) => one.key).join(', ')}`);
  return figure.estimate;
}

export function holds(estimate: Estimate | null, truth: number): boolean {
  return (
    estimate !== null &&
    estimate.low !== null &&
    estimate.high !== null &&
    estimate.low <= truth &&
    truth <= estimate.high
  );
}

/**
 * In how many of 100 seeded runs, on average, each truth lies in the interval of its figure.
 *
 * @param runs - of 100 an interval of 95 % misses more than seven in one case of eight, by chance alone: where runs are
 *   cheap, more of them tell better whether it keeps its word.
 */
export function countHits(
  run: (seed: number) => Finding,
  truths: Readonly<Record<string, number>>,
  runs = 400,
): Record<string, number> {
  const hits = Object.fromEntries(Object.keys(truths).map((key) => [key, 0]));
  for (let seed = 1; seed <= runs; seed++) {
    const finding = run(seed);
    for (const [key, truth] of Object.entries(truths))
      if (holds(estimateOf(finding, key), truth)) hits[key] = (hits[key] ?? 0) + 1;
  }
  return Object.fromEntries(Object.entries(hits).map(([key, count]) => [key, (100 * count) / runs]));
}

/** Around 1, evenly to both sides: what multiplies a time that is off by this share. */
export function drawNoise(random: Random, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(0.01, 1 + sigma * normal);
}

function complete(planned: readonly PlannedPhase[], seed: number): Phase[] {
  return planned.map((phase) => {
    const own = deriveSeed(seed, phase.id);
    return { ...phase, seed: own, planned: toPlannedLoad(phase.load, own, createSchedule) };
  });
}

interface Play {
  readonly target: VirtualTarget;
  readonly beside: readonly Phase[];
  readonly round: number;
  readonly from: Nanos;
  readonly random: Random;
  readonly ledger: LedgerEntry[];
}

function playPhase(phase: Phase, { target, beside, round, from, random, ledger }: Play): Invocation[] {
  const invocations: Invocation[] = [];
  const servers = target.servers?.(phase);
  const free = servers === undefined ? undefined : Array.from({ length: servers }, () => from);
  const invoke = (arrival: Nanos): Nanos => {
    const server = free === undefined ? 0 : free.indexOf(Math.min(...free));
    const begun = Math.max(arrival, free?.[server] ?? arrival);
    const {
      serviceMs,
      begins = 0,
      ends = 0,
      ...said
    } = target.answer({ phase, beside, round, atMs: toMillis(begun), random });
    const endedAt = begun + fromMillis(serviceMs);
    if (free !== undefined) free[server] = endedAt;
    const requestId = `${phase.id}/${round}/${invocations.length}`;
    const write = (what: LedgerEntry['what'], times: number): void => {
      for (let at = 0; at < times; at++) ledger.push({ at: begun, requestId, instance: 'i', what });
    };
    write('begins', begins);
    write('ends', ends);
    invocations.push(
      createInvocation({
        phase: phase.id,
        function: phase.function,
        index: invocations.length,
        repetition: round,
        intendedStart: arrival,
        sentAt: arrival,
        firstByteAt: endedAt,
        endedAt,
        requestId,
        ...said,
      }),
    );
    return endedAt;
  };

  if (phase.load.model === 'open') {
    const schedule = createSchedule(phase.load.arrivals, phase.seed + round);
    for (let at = 0; ; at++) {
      const start = schedule.intendedStart(at);
      if (start === undefined) return invocations;
      invoke(from + start);
    }
  }
  const until = from + fromMillis(phase.planned.durationMs);
  const callers = Array.from({ length: phase.load.stages[0]?.toConcurrency ?? 0 }, () => from);
  for (;;) {
    const ready = Math.min(...callers);
    if (ready >= until) return invocations;
    callers[callers.indexOf(ready)] = invoke(ready);
  }
}
