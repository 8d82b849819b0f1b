/** A runtime in its sandbox together with the Runtime API it talks to, as two questions: has it started, has it answered? */
import { rm, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { PlatformEvent } from '../metering/platform-event.ts';
import { extensionHostPath } from '../package-files.ts';
import { toRuntimeEnvironment } from '../runtime/environment.ts';
import { createRuntimeApiServer } from '../runtime/runtime-api-server.ts';
import type { AnsweredError, RuntimeAnswer, RuntimeListener } from '../runtime/runtime-api.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { RunOutcome, Sandbox, SandboxExit, SandboxRequest, StartOutcome } from './backend.ts';
import type { CompileCaches, CompileCacheUse } from './compile-caches.ts';
import type { ContainerOptions } from './container/container-options.ts';
import { isExecutableFile } from './find-program.ts';
import type { LaunchedRuntime, Launcher } from './launcher.ts';
import { createSandboxExtensions, listExtensions } from './sandbox-extensions.ts';

/** What all sandboxes with a runtime process share. */
export interface RuntimeSandboxContext {
  readonly runtimes: Runtimes;
  /** Default: nothing of what V8 compiled is kept. */
  readonly compileCaches?: CompileCaches;
  /** Where instances have their temporary folders. */
  readonly instancesFolder: string;
  /** The kernel that virtual machines boot, if the user names one. */
  readonly guestKernel?: string | undefined;
  /** What containers are made of, if the user chooses. */
  readonly container?: ContainerOptions | undefined;
}

/** As much as AWS_LAMBDA_MAX_CONCURRENCY may say: docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html */
const mostConcurrency = 1600;

interface Run {
  readonly requestId: string;
  readonly tell: (outcome: RunOutcome) => void;
  answer: RuntimeAnswer | undefined;
}

export function createRuntimeSandbox(
  request: SandboxRequest,
  launcher: Launcher,
  context: RuntimeSandboxContext,
): Sandbox {
  const { revision } = request;
  const instanceConcurrency = Math.min(request.instanceConcurrency ?? 1, mostConcurrency);
  let scratchFolder: string | undefined;
  let tellStart: ((outcome: StartOutcome) => void) | undefined;
  /** One, mostly. */
  const runs: Run[] = [];
  let launched: LaunchedRuntime | undefined;
  let isReady = false;
  /** It has exited, or an extension has failed. */
  let isBroken = false;
  let isDestroyed = false;
  let compileCache: CompileCacheUse = 'none';

  const started = new Promise<StartOutcome>((resolve) => {
    tellStart = (outcome) => {
      tellStart = undefined;
      resolve(outcome);
    };
  });

  function onDone(requestId: string): void {
    const index = runs.findIndex((one) => one.requestId === requestId);
    const run = runs[index];
    if (run !== undefined) runs.splice(index, 1);
    // The Runtime API ends an invocation only after it was answered.
    if (run?.answer !== undefined) run.tell({ kind: 'done', answer: run.answer });
  }

  function onExit(exit: SandboxExit): void {
    isBroken = true;
    if (compileCache === 'make') context.compileCaches?.release(revision.code);
    if (tellStart !== undefined) return tellStart({ kind: 'exited', exit });
    if (runs.length === 0 && !isDestroyed) request.onIdleExit();
    for (const { tell, answer } of runs) tell({ kind: 'exited', exit, answer });
    runs.length = 0;
  }

  /** An extension has failed: it takes the instance with it, as on Lambda. */
  function failWith(error: AnsweredError): void {
    const answer: RuntimeAnswer = { kind: 'error', ...error };
    isBroken = true;
    if (tellStart !== undefined) return tellStart({ kind: 'initError', answer });
    for (const run of runs) run.answer = answer;
    void launched?.destroy();
  }

  /** It may be ready before its launcher has said how it came to be. */
  function tellReady(): void {
    if (!isReady || launched === undefined) return;
    extensions?.runtimeIsReady();
    const wait = extensions?.whenIdle();
    if (wait !== undefined) return void wait.then(tellReady);
    tellStart?.({ kind: 'ready', origin: launched.origin, madeOf: launched.madeOf });
  }

  const listener: RuntimeListener = {
    onReady() {
      isReady = true;
      tellReady();
    },
    onAnswer(requestId, answer) {
      const run = runs.find((one) => one.requestId === requestId);
      if (run !== undefined) run.answer = answer;
    },
    onDone,
    onInitError(payload, errorType) {
      tellStart?.({ kind: 'initError', answer: { kind: 'error', payload, errorType } });
    },
  };
  const external = listExtensions(revision);
  const extensions =
    external &&
    createSandboxExtensions(external, {
      revision,
      clock: systemClock,
      onOutput: request.onOutput,
      onFailure: failWith,
    });
  const runtimeApi = createRuntimeApiServer(
    listener,
    {
      concurrency: instanceConcurrency,
      restore: launcher.restore,
      onFirstWord: () => request.onStage?.('runtimeUp'),
      onCompileCache(data) {
        if (compileCache === 'make') void context.compileCaches?.keep(revision.code, data);
      },
    },
    extensions,
  );

  async function makeScratchFolder(): Promise<string> {
    scratchFolder = join(context.instancesFolder, request.id);
    await mkdir(scratchFolder, { recursive: true, mode: 0o700 });
    return scratchFolder;
  }

  async function start(): Promise<void> {
    const command = context.runtimes.commandOf(revision.settings.runtime, revision.code.folder);
    if (command === undefined || !isExecutableFile(command[0])) return tellStart?.({ kind: 'noEntrypoint' });
    if (isDestroyed) return onExit({ kind: 'signalled', signal: 'SIGKILL' });
    const needsPort = extensions !== undefined;
    if (!needsPort)
      compileCache = context.compileCaches?.useOf(revision.code, revision.settings.runtime) ?? 'none';
    launched = await launcher.launch({
      id: request.id,
      compileCache,
      revision,
      command: extensions === undefined ? command : [process.execPath, extensionHostPath, ...command],
      makeScratchFolder,
      runtimeApi,
      needsPort,
      toEnvironment: (places) =>
        toRuntimeEnvironment(
          {
            functionName: revision.name,
            functionVersion: revision.version,
            handler: revision.settings.handler,
            runtime: revision.settings.runtime,
            memoryMiB: revision.settings.memoryMiB,
            logStreamName: request.logStreamName,
            logging: revision.settings.logging,
            instanceConcurrency,
            initializationType: request.initializationType,
            variables: revision.settings.environment,
          },
          places,
        ),
      onOutput(chunk) {
        extensions?.write(chunk);
        request.onOutput(chunk);
      },
      onExit,
    });
    request.onStage?.('sandboxUp');
    tellReady();
  }

  const starting = start().catch((error: unknown) => {
    const { code = '', message } = error as NodeJS.ErrnoException;
    onExit({ kind: 'notStarted', code, message });
  });

  return {
    id: request.id,
    started,
    run: (event, sink) =>
      new Promise<RunOutcome>((resolve) => {
        runs.push({ requestId: event.requestId, tell: resolve, answer: undefined });
        const deliver = (): void => {
          extensions?.invoke(event);
          runtimeApi.deliver(event, sink);
        };
        // What extensions still do for the invocation before is theirs to finish.
        const wait = extensions?.whenIdle();
        if (wait === undefined) deliver();
        else void wait.then(deliver);
      }),
    ...(extensions !== undefined && { hear: (event: PlatformEvent) => extensions.hear(event) }),
    readPeakMemoryMiB: () => launched?.readPeakMemoryMiB(),
    async pause() {
      await launched?.pause?.();
    },
    async resume() {
      await launched?.resume?.();
    },
    async destroy() {
      const isIdle = tellStart === undefined && runs.length === 0 && !isBroken && !isDestroyed;
      isDestroyed = true;
      await starting;
      // What is ended for breaking a limit gets no time.
      if (isIdle) await extensions?.shutDown();
      await launched?.destroy();
      runtimeApi.close();
      if (scratchFolder === undefined) return;
      await rm(scratchFolder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}
