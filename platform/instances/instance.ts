/**
 * The life of one instance: it initialises, for the invocation that asked for it or for whoever comes, then runs
 * invocations until it is removed.
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { type FunctionRevision, toFunctionArn } from '../control/function-revision.ts';
import { textLogging } from '../control/logging-settings.ts';
import type { IsolationBackend, Sandbox } from '../isolation/backend.ts';
import type { InitializationType } from '../metering/platform-event.ts';
import { type Meter, roundToHundredths } from '../metering/meter.ts';
import type { FunctionLogs } from '../observe/function-logs.ts';
import type { InstanceHappening, Timeline } from '../observe/timeline.ts';
import {
  type Ending,
  type EndingContext,
  type LimitBroken,
  toOutcome,
  toRunEnding,
  toStartEnding,
} from './ending.ts';
import type { InstanceRecord, InstanceRecords } from './instance-records.ts';
import type { Invocation, InvocationResult, RemovalCause } from './invocation.ts';
import { createInvocationLog } from './invocation-log.ts';
import { createLimitGuard } from './limit-guard.ts';
import type { MemoryWatch } from './memory-watch.ts';

export interface InstanceContext {
  readonly clock: Clock;
  /** The level of isolation that holds for a function now. */
  backendOf(functionName: string): IsolationBackend;
  readonly records: InstanceRecords;
  readonly timeline: Timeline;
  readonly logs: FunctionLogs;
  readonly memoryWatch: MemoryWatch;
  readonly meter: Meter;
  readonly initLimitMs: number;
  readonly log: (line: string) => void;
}

export interface Instance {
  /** Whether it can take another invocation. */
  isUsable(): boolean;
  /** Initialises for whoever comes. @returns undefined when it is ready, else what to answer to one who waits for it. */
  prepare(): Promise<FailedStart | undefined>;
  /** Initialises for an invocation and runs it: what fails is repeated within the invocation, as on Lambda. */
  invokeFirst(invocation: Invocation): Promise<InvocationResult>;
  /** Runs an invocation. @param isCold - whether it waited for the initialisation, which is then told with its result. */
  invoke(invocation: Invocation, isCold: boolean): Promise<InvocationResult>;
  pause(): void;
  /** Takes effect before whatever is invoked next. */
  resume(): void;
  /** Ends it at once. Resolves when nothing of it is left. */
  remove(cause: RemovalCause): Promise<void>;
}

/** The result that an invocation gets whose instance could not be started. */
export type FailedStart = (invocation: Invocation) => InvocationResult;

export interface InstanceOptions {
  readonly revision: FunctionRevision;
  /** The policy's, for the timeline. */
  readonly reason: string;
  /** Default: `on-demand`. */
  readonly initializationType?: InitializationType;
  /** Most invocations at once. */
  readonly instanceConcurrency: number;
  /** It has initialised. */
  onReady(): void;
  /** It ended by itself between two invocations. */
  onLost(): void;
}

interface Init {
  /** How it failed, in the words for an invocation; undefined when it is ready. */
  fail(requestId: string): Ending | undefined;
  readonly durationMs: number;
}

/** docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html: 130 s, or the time limit if that is longer. */
const provisionedInitLimitMs = 130_000;

export function createInstance(options: InstanceOptions, context: InstanceContext): Instance {
  const { clock } = context;
  const { revision, initializationType = 'on-demand', instanceConcurrency } = options;
  const { memoryMiB, timeoutSeconds } = revision.settings;
  const timeoutMs = timeoutSeconds * 1000;
  const id = randomUUID();
  const backend = context.backendOf(revision.name);
  const log = createInvocationLog({
    clock,
    memoryLimitMiB: memoryMiB,
    functionName: revision.name,
    version: revision.version,
    logging: revision.settings.logging ?? textLogging,
    initializationType,
    // Asked each time: only some sandboxes have somebody inside who listens.
    listener() {
      const heard = sandbox;
      return heard?.hear === undefined ? undefined : (event) => heard.hear?.(event);
    },
  });
  const record: InstanceRecord = {
    instance: id,
    function: revision.name,
    isolation: backend.level,
    initializationType,
    origin: null,
    madeOf: null,
    state: 'starting',
    requestedAtEpochMs: clock.epochMs(),
    sandboxUpAtEpochMs: null,
    runtimeUpAtEpochMs: null,
    readyAtEpochMs: null,
    removedAtEpochMs: null,
    busyMs: 0,
    invocations: 0,
    firstRequestId: null,
    cause: null,
  };
  context.records.add(record, kill);
  const writer = context.logs.createWriter(revision.name, id);
  const subject = { function: revision.name, instance: id };
  let running = 0;
  tell({ event: 'requested', reason: options.reason });

  let sandbox: Sandbox | undefined;
  let removal: Promise<void> | undefined;
  /** Of an instance that nobody waited for, until its first invocation. */
  let untoldInitMs: number | undefined;
  let pausing: Promise<void> = Promise.resolve();
  const guard = createLimitGuard({
    clock,
    memoryWatch: context.memoryWatch,
    memoryLimitMiB: memoryMiB,
    readPeakMemoryMiB: () => sandbox?.readPeakMemoryMiB(),
    end: () => void sandbox?.destroy(),
  });

  function tell(happening: InstanceHappening): void {
    context.timeline.push(clock.epochMs(), subject, happening);
  }

  async function initialise(phase: 'init' | 'invoke', limitMs: number, requestId: string): Promise<Init> {
    const startedMs = clock.now();
    sandbox = backend.create({
      id,
      revision,
      initializationType,
      instanceConcurrency,
      logStreamName: toLogStreamName(id, revision.version, record.requestedAtEpochMs),
      onOutput(chunk) {
        log.write(chunk);
        writer.write(chunk);
      },
      onStage(event) {
        record[event === 'sandboxUp' ? 'sandboxUpAtEpochMs' : 'runtimeUpAtEpochMs'] = clock.epochMs();
        tell({ event });
      },
      onIdleExit() {
        void remove('crash');
        options.onLost();
      },
    });
    log.initStarted(phase);
    const { outcome, broken } = await guard.watch(limitMs, sandbox.started);
    const durationMs = roundToHundredths(clock.now() - startedMs);
    if (outcome.kind === 'ready') {
      // Before anybody hears of it: who waits for it begins at once.
      untoldInitMs = durationMs;
      record.readyAtEpochMs = clock.epochMs();
      record.origin = outcome.origin;
      record.madeOf = outcome.madeOf ?? null;
      record.state = 'idle';
      tell({ event: 'initDone', origin: outcome.origin });
      options.onReady();
    }
    const fail = (failedId: string): Ending | undefined =>
      outcome.kind === 'ready'
        ? undefined
        : toStartEnding(outcome, { requestId: failedId, limitBroken: broken, timeoutMs });
    const ending = fail(requestId);
    if (ending?.cause !== 'notStarted') log.initEnded(phase, durationMs, ending, broken);
    return { fail, durationMs };
  }

  async function invokeFirst(invocation: Invocation): Promise<InvocationResult> {
    const init = await initialise('init', context.initLimitMs, invocation.requestId);
    const ending = init.fail(invocation.requestId);
    untoldInitMs = undefined;
    if (ending === undefined) return await run(invocation, clock.now(), init.durationMs);
    if (ending.cause === 'notStarted') return finish(invocation, ending, 0, undefined);
    await sandbox?.destroy();
    // Removed meanwhile: what started now would never be ended.
    if (removal !== undefined) return finish(invocation, ending, 0, undefined);
    // As Lambda does: what failed to initialise in time gets a second chance within the invocation.
    return await invokeAgain(invocation);
  }

  async function prepare(): Promise<FailedStart | undefined> {
    const isProvisioned = initializationType === 'provisioned-concurrency';
    const limitMs = isProvisioned ? Math.max(provisionedInitLimitMs, timeoutMs) : context.initLimitMs;
    const init = await initialise('init', limitMs, id);
    if (init.fail(id) === undefined) return undefined;
    return (invocation) => {
      const ending = init.fail(invocation.requestId);
      if (ending === undefined) throw new Error(`instance ${id} has not failed`);
      log.started(invocation);
      return finish(invocation, ending, 0, undefined);
    };
  }

  async function invoke(invocation: Invocation, isCold: boolean): Promise<InvocationResult> {
    await pausing;
    const initMs = isCold ? untoldInitMs : undefined;
    untoldInitMs = undefined;
    return await run(invocation, clock.now(), initMs);
  }

  async function invokeAgain(invocation: Invocation): Promise<InvocationResult> {
    const startedMs = clock.now();
    const init = await initialise('invoke', timeoutMs, invocation.requestId);
    const ending = init.fail(invocation.requestId);
    untoldInitMs = undefined;
    if (ending === undefined) return await run(invocation, startedMs, undefined);
    log.started(invocation);
    return finish(invocation, ending, init.durationMs, undefined);
  }

  async function run(
    invocation: Invocation,
    startedMs: number,
    initDurationMs: number | undefined,
  ): Promise<InvocationResult> {
    if (sandbox === undefined) throw new Error(`instance ${id} runs before it has initialised`);
    const remainingMs = timeoutMs - (clock.now() - startedMs);
    log.started(invocation);
    begin(invocation);
    const { outcome, broken } = await guard.watch(
      remainingMs,
      sandbox.run(
        {
          requestId: invocation.requestId,
          deadlineEpochMs: clock.epochMs() + remainingMs,
          functionArn: toFunctionArn(revision.name, invocation.qualifier),
          traceId: invocation.traceId,
          clientContext: invocation.clientContext,
          tenantId: invocation.tenantId,
          payload: invocation.payload,
        },
        invocation.responseSink,
      ),
    );
    const durationMs = clock.now() - startedMs;
    record.invocations++;
    record.busyMs += durationMs;
    if (--running === 0) become('idle');
    if (invocation.wantsLogTail) await outputRead();
    const ending = toRunEnding(outcome, toEndingContext(invocation, broken));
    return finish(invocation, ending, roundToHundredths(durationMs), initDurationMs);
  }

  function begin({ requestId }: Invocation): void {
    record.firstRequestId ??= requestId;
    if (running++ > 0) return;
    record.state = 'busy';
    tell({ event: 'busy', requestId });
  }

  function become(state: 'idle' | 'paused'): void {
    if (removal !== undefined) return;
    record.state = state;
    tell(changes[state]);
  }

  function finish(
    invocation: Invocation,
    ending: Ending,
    measuredMs: number,
    initDurationMs: number | undefined,
  ): InvocationResult {
    const { failure, payload, cause } = ending;
    // Lambda states and bills no more than the limit.
    const durationMs = cause === 'timeout' ? Math.min(measuredMs, timeoutMs) : measuredMs;
    const isFirst = record.invocations <= 1;
    const result: InvocationResult = {
      outcome: toOutcome(ending),
      payload: failure?.payload ?? payload ?? Buffer.alloc(0),
      errorType: failure?.errorType,
      durationMs,
      billedDurationMs: context.meter({ durationMs, initDurationMs }),
      initDurationMs,
      isRestored: record.origin === 'restored',
      maxMemoryUsedMiB: cause === 'memory' ? memoryMiB : guard.peakMemoryMiB(isFirst),
      logTail: undefined,
    };
    const logTail = log.ended(invocation, ending, result);
    if (cause !== undefined) void remove(cause);
    return logTail === undefined ? result : { ...result, logTail };
  }

  function toEndingContext({ requestId }: Invocation, limitBroken: LimitBroken | undefined): EndingContext {
    return { requestId, limitBroken, timeoutMs };
  }

  /** Whoever waits for an answer learns it from the sandbox; of an idle one nobody would. */
  function kill(): void {
    if (running > 0 || record.readyAtEpochMs === null) return void sandbox?.destroy();
    void remove('crash');
    options.onLost();
  }

  async function remove(cause: RemovalCause): Promise<void> {
    if (removal === undefined) {
      record.cause = cause;
      record.removedAtEpochMs = clock.epochMs();
      record.state = 'removed';
      tell({ event: 'removed', cause });
      context.records.retire(record);
      if (!isOrderly(cause)) {
        context.log(`instance ${id} of ${revision.name} removed: ${cause}`);
      }
      removal = sandbox?.destroy() ?? Promise.resolve();
    }
    await removal;
  }

  return {
    isUsable: () => removal === undefined,
    prepare,
    invokeFirst,
    invoke,
    pause() {
      become('paused');
      pausing = pausing.then(() => sandbox?.pause?.());
    },
    resume() {
      tell({ event: 'resumed' });
      pausing = pausing.then(() => sandbox?.resume?.());
    },
    remove,
  };
}

/** The same ones each time. */
const changes = { idle: { event: 'idle' }, paused: { event: 'paused' } } as const;

/** Nothing that an operator has to know of. */
function isOrderly(cause: RemovalCause): boolean {
  return ['idle', 'replaced', 'scaledIn', 'memoryPressure', 'shutdown'].includes(cause);
}

/** What the runtime wrote before its answer arrives with it, but maybe after it in the same turn of the event loop. */
async function outputRead(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

/** Lambda's shape: day, version, and a name that only this instance has. */
function toLogStreamName(id: string, version: string, epochMs: number): string {
  const day = new Date(epochMs).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[${version}]${id.replaceAll('-', '')}`;
}
