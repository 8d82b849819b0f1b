/** A runtime in its sandbox together with the Runtime API it talks to, as two questions: has it started, has it answered? */
import { rm, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toRuntimeEnvironment } from '../runtime/environment.ts';
import { startRuntimeApiServer } from '../runtime/runtime-api-server.ts';
import type { RuntimeAnswer } from '../runtime/runtime-api.ts';
import type { Runtimes } from '../runtime/runtimes.ts';
import type { RunOutcome, Sandbox, SandboxExit, SandboxRequest, StartOutcome } from './backend.ts';
import { isExecutableFile } from './find-program.ts';
import type { LaunchedRuntime, Launcher } from './launcher.ts';

/** What all sandboxes with a runtime process share. */
export interface RuntimeSandboxContext {
  readonly runtimes: Runtimes;
  /** Where instances have their temporary folders. */
  readonly instancesFolder: string;
}

export function createRuntimeSandbox(
  request: SandboxRequest,
  launcher: Launcher,
  context: RuntimeSandboxContext,
): Sandbox {
  const { revision } = request;
  const scratchFolder = join(context.instancesFolder, request.id);
  let tellStart: ((outcome: StartOutcome) => void) | undefined;
  let tellRun: ((outcome: RunOutcome) => void) | undefined;
  let answer: RuntimeAnswer | undefined;
  let launched: LaunchedRuntime | undefined;
  let server: Awaited<ReturnType<typeof startRuntimeApiServer>> | undefined;
  let isDestroyed = false;

  const started = new Promise<StartOutcome>((resolve) => {
    tellStart = (outcome) => {
      tellStart = undefined;
      resolve(outcome);
    };
  });

  function onReady(): void {
    if (tellRun === undefined) return tellStart?.({ kind: 'ready', origin: 'new' });
    const tell = tellRun;
    tellRun = undefined;
    // The Runtime API lets a runtime ask for the next event only after it has answered.
    if (answer !== undefined) tell({ kind: 'done', answer });
  }

  function onExit(exit: SandboxExit): void {
    if (tellStart !== undefined) return tellStart({ kind: 'exited', exit });
    if (tellRun !== undefined) {
      tellRun({ kind: 'exited', exit, answer });
      tellRun = undefined;
    } else if (!isDestroyed) {
      request.onIdleExit();
    }
  }

  async function start(): Promise<void> {
    const command = context.runtimes.commandOf(revision.settings.runtime, revision.code.folder);
    if (command === undefined || !isExecutableFile(command[0])) return tellStart?.({ kind: 'noEntrypoint' });
    await mkdir(scratchFolder, { recursive: true, mode: 0o700 });
    server = await startRuntimeApiServer({
      onReady,
      onAnswer(given) {
        answer = given;
      },
      onInitError(payload, errorType) {
        tellStart?.({ kind: 'initError', answer: { kind: 'error', payload, errorType } });
      },
    });
    if (isDestroyed) {
      server.close();
      return onExit({ kind: 'signalled', signal: 'SIGKILL' });
    }
    launched = launcher.launch({
      id: request.id,
      command,
      codeFolder: revision.code.folder,
      environment: toRuntimeEnvironment({
        functionName: revision.name,
        functionVersion: revision.version,
        handler: revision.settings.handler,
        runtime: revision.settings.runtime,
        memoryMiB: revision.settings.memoryMiB,
        codeFolder: revision.code.folder,
        scratchFolder,
        logStreamName: request.logStreamName,
        runtimeApi: server.address,
        variables: revision.settings.environment,
      }),
      onOutput: request.onOutput,
      onExit,
    });
  }

  const starting = start().catch((error: unknown) => {
    const { code = '', message } = error as NodeJS.ErrnoException;
    onExit({ kind: 'notStarted', code, message });
  });

  return {
    id: request.id,
    started,
    run(event) {
      answer = undefined;
      const ended = new Promise<RunOutcome>((resolve) => {
        tellRun = resolve;
      });
      server?.deliver(event);
      return ended;
    },
    readPeakMemoryMiB: () => launched?.readPeakMemoryMiB(),
    async destroy() {
      isDestroyed = true;
      await starting;
      await launched?.destroy();
      server?.close();
      await rm(scratchFolder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}
