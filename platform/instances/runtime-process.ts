/** A runtime in its sandbox together with the Runtime API it talks to, as two questions: has it started, has it answered? */
import { rm, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionRevision } from '../control/function-revision.ts';
import type { IsolationBackend, Sandbox, SandboxExit } from '../isolation/backend.ts';
import { isExecutableFile } from '../isolation/find-program.ts';
import { toRuntimeEnvironment } from '../runtime/environment.ts';
import { startRuntimeApiServer } from '../runtime/runtime-api-server.ts';
import type { RuntimeAnswer, RuntimeEvent } from '../runtime/runtime-api.ts';
import type { Runtimes } from '../runtime/runtimes.ts';

export type StartOutcome =
  | { readonly kind: 'ready' }
  | { readonly kind: 'initError'; readonly answer: RuntimeAnswer }
  | { readonly kind: 'exited'; readonly exit: SandboxExit }
  | { readonly kind: 'noEntrypoint' };

export type RunOutcome =
  | { readonly kind: 'done'; readonly answer: RuntimeAnswer }
  /** It may have answered before it ended. */
  | { readonly kind: 'exited'; readonly exit: SandboxExit; readonly answer: RuntimeAnswer | undefined };

export interface RuntimeProcess {
  readonly started: Promise<StartOutcome>;
  /** Runs one event; the previous one must be over. */
  run(event: RuntimeEvent): Promise<RunOutcome>;
  readPeakMemoryMiB(): number | undefined;
  /** Ends it at once and removes its temporary files. */
  destroy(): Promise<void>;
}

export interface RuntimeProcessOptions {
  readonly id: string;
  readonly revision: FunctionRevision;
  readonly backend: IsolationBackend;
  readonly runtimes: Runtimes;
  /** Where its temporary folder is made. */
  readonly instancesFolder: string;
  readonly logStreamName: string;
  readonly onOutput: (chunk: Buffer) => void;
  /** It ended by itself while no invocation ran. */
  onIdleExit(): void;
}

export function startRuntimeProcess(options: RuntimeProcessOptions): RuntimeProcess {
  const { revision } = options;
  const scratchFolder = join(options.instancesFolder, options.id);
  let tellStart: ((outcome: StartOutcome) => void) | undefined;
  let tellRun: ((outcome: RunOutcome) => void) | undefined;
  let answer: RuntimeAnswer | undefined;
  let sandbox: Sandbox | undefined;
  let server: Awaited<ReturnType<typeof startRuntimeApiServer>> | undefined;
  let isDestroyed = false;

  const started = new Promise<StartOutcome>((resolve) => {
    tellStart = (outcome) => {
      tellStart = undefined;
      resolve(outcome);
    };
  });

  function onReady(): void {
    if (tellRun === undefined) return tellStart?.({ kind: 'ready' });
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
      options.onIdleExit();
    }
  }

  async function start(): Promise<void> {
    const command = options.runtimes.commandOf(revision.settings.runtime, revision.code.folder);
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
    sandbox = options.backend.create({
      id: options.id,
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
        logStreamName: options.logStreamName,
        runtimeApi: server.address,
        variables: revision.settings.environment,
      }),
      onOutput: options.onOutput,
      onExit,
    });
  }

  const starting = start().catch((error: unknown) => {
    const { code = '', message } = error as NodeJS.ErrnoException;
    onExit({ kind: 'notStarted', code, message });
  });

  return {
    started,
    run(event) {
      answer = undefined;
      const ended = new Promise<RunOutcome>((resolve) => {
        tellRun = resolve;
      });
      server?.deliver(event);
      return ended;
    },
    readPeakMemoryMiB: () => sandbox?.readPeakMemoryMiB(),
    async destroy() {
      isDestroyed = true;
      await starting;
      await sandbox?.destroy();
      server?.close();
      await rm(scratchFolder, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}
