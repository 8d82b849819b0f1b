/** A run as the quickstart makes one, with a shape that is worth a report: cold starts, a burst, and load. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';
import type { Invocation } from '../../harness/contract/invocation.ts';
import type { InstanceRecord } from '../../harness/contract/provider.ts';
import type { RunRecord } from '../../harness/contract/run-record.ts';
import { type Phase, isBurst, targetRate } from '../../harness/contract/phase.ts';
import { fromMillis, fromSeconds } from '../../harness/contract/units.ts';
import { createRandom } from '../../harness/contract/seeded-random.ts';
import { createInvocation } from './invocations.ts';
import { createManifest } from './synthetic-run.ts';

export interface SampleRunOptions {
  readonly functions?: readonly string[];
  readonly coldStarts?: number;
  readonly burst?: number;
  readonly ratePerSecond?: number;
  readonly loadSeconds?: number;
}

interface Play {
  readonly phase: Phase;
  /** When the phase begins, in seconds of the run. */
  readonly atSeconds: number;
  readonly random: () => number;
}

export function createSampleRun(options: SampleRunOptions = {}): RunRecord {
  const { functions = ['hello', 'hello-python'], coldStarts = 75, burst = 20 } = options;
  const { ratePerSecond = 60, loadSeconds = 7 } = options;
  const random = createRandom(42);
  const phases = functions.flatMap((name) => planFunction(name, { coldStarts, ratePerSecond, loadSeconds }));
  phases.push(
    createPhase(
      'scale-out/hold',
      'hold',
      { kind: 'burst', count: burst },
      { before: { kind: 'discardInstances' } },
    ),
  );
  let atSeconds = 0;
  const invocations: Invocation[] = [];
  for (const phase of phases.toSorted(byExperiment)) {
    for (const one of play({ phase, atSeconds, random })) invocations.push(one);
    atSeconds += secondsOf(phase) + 0.4;
  }
  const manifest = createManifest({ functions: [...functions, 'hold'] });
  return {
    manifest: {
      ...manifest,
      scenario: 'quickstart',
      phases: phases.toSorted(byExperiment),
      machine: { cpus: 2, model: 'Example CPU', memoryMiB: 8192, os: 'linux 6.1' },
      versions: { faasmark: '0.1.0', node: '24.1.0' },
    },
    invocations,
    events: [],
    generator: [],
    instances: functions.map((name) => createInstance(name, atSeconds)),
    end: { at: fromSeconds(atSeconds), outcome: 'completed' },
  };
}

/** What is left of a run that was stopped before anything was sent. */
export function createAbortedRun(): RunRecord {
  const run = createSampleRun({ coldStarts: 0 });
  return {
    ...run,
    invocations: [],
    instances: [],
    end: { at: fromSeconds(1), outcome: 'aborted', reason: 'ended by Ctrl-C' },
  };
}

function planFunction(
  name: string,
  options: Required<Omit<SampleRunOptions, 'functions' | 'burst'>>,
): Phase[] {
  const { coldStarts, ratePerSecond, loadSeconds } = options;
  const poisson = (seconds: number): SampleArrivals => ({
    kind: 'poisson',
    ratePerSecond,
    durationMs: seconds * 1000,
  });
  return [
    createPhase(
      `cold-start/${name}`,
      name,
      { kind: 'burst', count: 1 },
      { repetitions: coldStarts, before: { kind: 'discardInstances' } },
    ),
    createPhase(`steady/${name}/warm-up`, name, poisson(1), { role: 'warmUp' }),
    createPhase(`steady/${name}`, name, poisson(loadSeconds)),
  ];
}

type SampleArrivals = Extract<ArrivalSpec, { kind: 'poisson' | 'burst' }>;

function createPhase(id: string, name: string, arrivals: SampleArrivals, fields: Partial<Phase> = {}): Phase {
  const [experiment = id] = id.split('/');
  const plain = {
    role: 'measure',
    seed: 7,
    repetitions: 1,
    before: { kind: 'nothing' },
    during: { kind: 'nothing' },
  } as const;
  const durationMs = arrivals.kind === 'poisson' ? arrivals.durationMs : 0;
  const invocations =
    arrivals.kind === 'poisson' ? Math.round((arrivals.ratePerSecond * durationMs) / 1000) : arrivals.count;
  const planned = { invocations, durationMs };
  return {
    id,
    group: id,
    experiment,
    function: name,
    load: { model: 'open', arrivals },
    planned,
    ...plain,
    ...fields,
  };
}

const order = ['cold-start', 'scale-out', 'steady'];

function byExperiment(one: Phase, other: Phase): number {
  return order.indexOf(one.experiment) - order.indexOf(other.experiment);
}

function secondsOf({ planned, repetitions }: Phase): number {
  return planned.durationMs === 0 ? repetitions * 0.4 : planned.durationMs / 1000;
}

function* play(of: Play): Generator<Invocation> {
  const { planned, repetitions } = of.phase;
  const rate = targetRate(of.phase);
  if (rate !== null) yield* playLoad(of, rate, planned.durationMs / 1000);
  else if (isBurst(of.phase)) yield* playBurst(of, planned.invocations ?? 0);
  else for (let at = 0; at < repetitions; at++) yield playColdStart(of, at);
}

function playColdStart({ phase, atSeconds, random }: Play, repetition: number): Invocation {
  const initMs = slowness(phase) * (85 + 30 * random() + 60 * random() ** 6);
  return finish(phase, fromSeconds(atSeconds + repetition * 0.4), {
    index: 0,
    repetition,
    start: 'cold',
    instance: `${phase.function}-cold-${repetition}`,
    initDurationMs: initMs,
    serviceMs: initMs + 8 + 6 * random(),
    random,
  });
}

/** Instances come a few at a time, as from a platform that starts two at once. */
function* playBurst({ phase, atSeconds, random }: Play, count: number): Generator<Invocation> {
  for (let index = 0; index < count; index++) {
    const initMs = 90 + 20 * random();
    const waitMs = (index >> 1) * 55 + 25 * random();
    yield finish(phase, fromSeconds(atSeconds), {
      index,
      start: 'cold',
      instance: `hold-${index}`,
      initDurationMs: initMs,
      serviceMs: waitMs + initMs + 400,
      handlerMs: 400,
      random,
    });
  }
}

function* playLoad(
  { phase, atSeconds, random }: Play,
  ratePerSecond: number,
  seconds: number,
): Generator<Invocation> {
  let at = 0;
  for (let index = 0; at < seconds; index++) {
    const isCold = index === 40 || random() < 0.002;
    const initMs = slowness(phase) * (90 + 40 * random());
    const warmMs = 1.4 + slowness(phase) * random() + 18 * random() ** 12;
    const isFailed = random() < 0.004;
    yield finish(phase, fromSeconds(atSeconds + at), {
      index,
      start: isCold ? 'cold' : 'warm',
      instance: `${phase.function}-${isCold ? index : Math.floor(3 * random())}`,
      initDurationMs: isCold ? initMs : undefined,
      serviceMs: warmMs + (isCold ? initMs : 0),
      random,
      ...(isFailed && { outcome: 'failed', error: 'Sandbox.Crashed: the <function> left & never came back' }),
    });
    at += -Math.log(1 - random()) / ratePerSecond;
  }
}

/** The function in Python is the slower one of the sample. */
function slowness(phase: Phase): number {
  return phase.function.includes('python') ? 1.9 : 1;
}

interface Finish extends Partial<Invocation> {
  readonly serviceMs: number;
  readonly handlerMs?: number;
  readonly random: () => number;
}

function finish(
  phase: Phase,
  intendedStart: number,
  { serviceMs, handlerMs, random, ...fields }: Finish,
): Invocation {
  const sentAt = intendedStart + Math.round(2e5 * random() ** 2);
  const handlerDurationMs = handlerMs ?? 0.6 + 0.3 * random();
  return createInvocation({
    phase: phase.id,
    function: phase.function,
    intendedStart,
    sentAt,
    firstByteAt: sentAt + fromMillis(serviceMs * 0.95),
    endedAt: sentAt + fromMillis(serviceMs),
    handlerDurationMs,
    billedDurationMs: Math.ceil(handlerDurationMs + (fields.initDurationMs ?? 0)),
    ...fields,
  });
}

function createInstance(name: string, untilSeconds: number): InstanceRecord {
  return {
    instance: `${name}-0`,
    function: name,
    requestedAt: 0,
    readyAt: fromMillis(100),
    removedAt: fromSeconds(untilSeconds),
    busyMs: 900,
    isolation: 'process',
    cause: 'shutdown',
  };
}
