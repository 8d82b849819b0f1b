/** A run as the harness would have recorded it, made from a seed: no clock, no network. */
import { createInvocationBatchBuilder } from '../../harness/contract/batch-builder.ts';
import type { InvocationBatch } from '../../harness/contract/invocation-batch.ts';
import { type Invocation, type Outcome } from '../../harness/contract/invocation.ts';
import type { InstanceRecord } from '../../harness/contract/provider.ts';
import type { RunRecord } from '../../harness/contract/run-record.ts';
import type { RunManifest } from '../../harness/contract/sink.ts';
import { fromMillis, fromSeconds } from '../../harness/contract/units.ts';
import { createInvocation } from './invocations.ts';

export interface SyntheticRunOptions {
  readonly runId?: string;
  readonly provider?: string;
  readonly seconds?: number;
  readonly ratePerSecond?: number;
  readonly functions?: readonly string[];
  readonly seed?: number;
  /** Wall-clock time of the start. */
  readonly epochMs?: number;
}

/** Twenty minutes past the hour, and a fraction that a careless float would lose. */
export const syntheticEpochMs = 1_795_000_000_123.25;

export function createManifest(options: SyntheticRunOptions = {}): RunManifest {
  const { runId = 'run-1', provider = 'reference', functions = ['hello', 'resize'] } = options;
  const epochMsAtOrigin = options.epochMs ?? syntheticEpochMs;
  const { seconds = 5, ratePerSecond = 100 } = options;
  return {
    schema: 'faasmark/manifest/1',
    runId,
    scenario: 'synthetic',
    scenarioSource: { name: 'synthetic', note: 'a "quoted" text\nof two lines' },
    seed: 7,
    startedAt: new Date(epochMsAtOrigin).toISOString(),
    epochMsAtOrigin,
    provider: { id: provider, endpoint: 'http://127.0.0.1:1', details: {} },
    functions: functions.map((name) => ({
      name,
      runtime: 'nodejs',
      memoryMiB: 512,
      architecture: 'x86_64',
      deployDurationMs: 12,
    })),
    phases: functions.map((name) => ({
      id: `load/${name}`,
      experiment: 'load',
      role: 'measure' as const,
      function: name,
      load: {
        model: 'open' as const,
        arrivals: { kind: 'constant' as const, ratePerSecond, durationMs: seconds * 1000 },
      },
      planned: { invocations: ratePerSecond * seconds, durationMs: seconds * 1000 },
      group: `load/${name}`,
      seed: 7,
      repetitions: 1,
      before: { kind: 'nothing' },
      during: { kind: 'nothing' },
    })),
    generator: { engine: 'native', maxSendDelayMs: 1 },
    billing: { architecture: 'x86_64', freeTier: false },
    thresholds: [],
    versions: { faasmark: '0.1.0' },
    machine: { cpus: 2 },
  };
}

/** One in thirty starts cold, one in fifty does not end ok; each outcome occurs. */
export function createSyntheticRun(options: SyntheticRunOptions = {}): RunRecord {
  const { functions = ['hello', 'resize'], seconds = 5, ratePerSecond = 100, seed = 7 } = options;
  const random = createRandom(seed);
  const invocations: Invocation[] = [];
  for (const fn of functions) {
    for (let index = 0; index < seconds * ratePerSecond; index++) {
      invocations.push(createOne(fn, index, fromSeconds(index / ratePerSecond), random));
    }
  }
  const lastEnd = Math.max(0, ...invocations.map((one) => one.endedAt));
  return {
    manifest: createManifest(options),
    invocations: invocations.toSorted((one, other) => one.endedAt - other.endedAt),
    events: functions.flatMap((fn) => [
      { at: fromMillis(1), kind: 'phase' as const, title: `load/${fn} begins` },
      { at: fromSeconds(seconds), kind: 'phase' as const, title: `load/${fn} ends`, text: 'all sent' },
    ]),
    generator: Array.from({ length: seconds }, (_, second) => ({
      at: fromSeconds(second + 1),
      worker: 'sender-1',
      pacing: 'worker',
      scheduled: ratePerSecond * functions.length,
      sent: ratePerSecond * functions.length,
      dropped: 0,
      inFlight: 3,
      connections: 4,
      sendDelayMaxMs: 0.4,
      eventLoopDelayP99Ms: 1.2,
      eventLoopUtilization: 0.1,
      cpuPercent: 11.5,
      gcPauseMs: 0.5,
    })),
    instances: functions.flatMap((fn) => createInstances(fn, seconds)),
    end: { at: lastEnd + fromMillis(50), outcome: 'completed' },
  };
}

/** The batches that a sender would have handed over: every tenth of a second, one a function. */
export function toSyntheticBatches(run: RunRecord): InvocationBatch[] {
  const builders = new Map<string, ReturnType<typeof createInvocationBatchBuilder>>();
  const batches: InvocationBatch[] = [];
  let until = fromMillis(100);
  const flush = (): void => {
    for (const builder of builders.values()) if (builder.length > 0) batches.push(builder.take());
  };
  for (const invocation of run.invocations) {
    while (invocation.endedAt >= until) {
      flush();
      until += fromMillis(100);
    }
    let builder = builders.get(invocation.function);
    if (builder === undefined)
      builders.set(invocation.function, (builder = createInvocationBatchBuilder(invocation)));
    builder.add(invocation);
  }
  flush();
  return batches;
}

function createOne(fn: string, index: number, intendedStart: number, random: () => number): Invocation {
  const isCold = index % 30 === 0;
  const serviceMs = isCold ? 150 + 400 * random() : 2 + 20 * random() ** 3;
  const outcome: Outcome =
    index % 50 === 49 ? (failures[((index / 50) | 0) % failures.length] as Outcome) : 'ok';
  const isSent = outcome !== 'dropped';
  const isAnswered = isSent && outcome !== 'timedOut' && outcome !== 'throttled';
  const sentAt = intendedStart + Math.round(2e5 * random());
  return createInvocation({
    phase: `load/${fn}`,
    function: fn,
    index,
    intendedStart,
    sentAt: isSent ? sentAt : undefined,
    firstByteAt: isAnswered ? sentAt + fromMillis(serviceMs * 0.9) : undefined,
    endedAt: isSent ? sentAt + fromMillis(serviceMs) : sentAt,
    outcome,
    start: isAnswered ? (isCold ? 'cold' : 'warm') : 'unknown',
    evidence: isAnswered ? 'probe' : 'none',
    instance: isAnswered ? `${fn}-${Math.floor(index / 30)}` : undefined,
    initDurationMs: isAnswered && isCold ? 120 : undefined,
    billedDurationMs: isAnswered ? Math.ceil(serviceMs) : undefined,
  });
}

const failures: readonly Outcome[] = ['failed', 'throttled', 'timedOut', 'dropped', 'incorrect'];

function createInstances(fn: string, seconds: number): InstanceRecord[] {
  return Array.from({ length: 4 }, (_, at) => ({
    instance: `${fn}-${at}`,
    function: fn,
    requestedAt: fromMillis(100 * at),
    readyAt: fromMillis(100 * at + 150),
    removedAt: at === 0 ? fromSeconds(seconds - 1) : undefined,
    busyMs: 900,
    isolation: 'process',
    cause: at === 0 ? 'idle' : undefined,
  }));
}

/** mulberry32: small, good enough, and the same everywhere. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
