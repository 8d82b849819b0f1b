/**
 * The life of one instance: it initialises, for the invocation that asked for it or for whoever comes, then runs
 * invocations until it is removed.
 */
import { randomUUID } from 'node:crypto';
import { type FunctionRevision, toFunctionArn } from '../control/function-revision.ts';
import { textLogging } from '../control/logging-settings.ts';
import type { IsolationBackend, Sandbox } from '../isolation/backend.ts';
import type { InitializationType } from '../metering/platform-event.ts';
import { type Meter, roundToHundredths } from '../metering/meter.ts';
import type { FunctionLogs } from '../observe/function-logs.ts';
import { type Ending, toOutcome, toRunEnding, toStartEnding } from './ending.ts';
import { createInstanceStory, type InstanceStoryContext } from './instance-story.ts';
import type { Invocation, InvocationResult, RemovalCause } from './invocation.ts';
import { createInvocationLog } from './invocation-log.ts';
import { createLimitGuard } from './limit-guard.ts';
import type { MemoryWatch } from './memory-watch.ts';

export interface InstanceContext extends InstanceStoryContext {
  /** The level of isolation that holds for a function now. */
  backendOf(functionName: string): IsolationBackend;
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
  const story = createInstanceStory(
    {
      instance: id,
      function: revision.name,
      isolation: backend.level,
      initializationType,
      reason: options.reason,
      kill,
    },
    context,
  );
  const { record } = story;
  const writer = context.logs.createWriter(revision.name, id);

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
      onStage: (stage) => story.reach(stage),
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
      story.initialised(outcome.origin, outcome.madeOf);
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
    story.begin(invocation.requestId);
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
    story.end(durationMs);
    if (invocation.wantsLogTail) await outputRead();
    const ending = toRunEnding(outcome, { requestId: invocation.requestId, limitBroken: broken, timeoutMs });
    return finish(invocation, ending, roundToHundredths(durationMs), initDurationMs);
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

  /** Whoever waits for an answer learns it from the sandbox; of an idle one nobody would. */
  function kill(): void {
    if (story.running() > 0 || record.readyAtEpochMs === null) return void sandbox?.destroy();
    void remove('crash');
    options.onLost();
  }

  async function remove(cause: RemovalCause): Promise<void> {
    if (removal === undefined) {
      story.remove(cause);
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
      story.pause();
      pausing = pausing.then(() => sandbox?.pause?.());
    },
    resume() {
      story.resume();
      pausing = pausing.then(() => sandbox?.resume?.());
    },
    remove,
  };
}

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
