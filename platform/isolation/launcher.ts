/** Starts a runtime in a sandbox; `runtime-sandbox.ts` adds the Runtime API that it talks to. */
import type { FunctionRevision } from '../control/function-revision.ts';
import type { RuntimePlaces } from '../runtime/environment.ts';
import type { RuntimeApiServer } from '../runtime/runtime-api-server.ts';
import type { SandboxExit, SandboxOrigin } from './backend.ts';
import type { CompileCacheUse } from './compile-caches.ts';

export interface LaunchOrder {
  readonly id: string;
  readonly revision: FunctionRevision;
  /** Program and arguments of the runtime, as this machine's files are named. */
  readonly command: readonly [string, ...string[]];
  /** The whole environment of the runtime: nothing else gets in. */
  toEnvironment(places: RuntimePlaces): Record<string, string>;
  /** Makes a folder on this machine for the sandbox alone, for one that has none inside; it is removed after the sandbox. */
  makeScratchFolder(): Promise<string>;
  /** Default: `none`. Never another where `needsPort`. */
  readonly compileCache?: CompileCacheUse;
  /** What the runtime has to reach: by a connection handed over here, or at a port. */
  readonly runtimeApi: RuntimeApiServer;
  /**
   * The command is more than the runtime: it has to be a port, and exactly that command, whatever the runtime.
   */
  readonly needsPort: boolean;
  /** Called with what the runtime writes to standard output and error. */
  readonly onOutput: (chunk: Buffer) => void;
  /** Called once, when the runtime has ended for whatever reason. */
  readonly onExit: (exit: SandboxExit) => void;
}

export interface LaunchedRuntime {
  readonly origin: SandboxOrigin;
  /** What holds the sandbox apart, and what of that is missing; for people. */
  readonly madeOf: string;
  /** Most memory held at once so far, in MiB, rounded up; undefined where the machine does not tell. */
  readPeakMemoryMiB(): number | undefined;
  /** Stops everything inside, so that it costs no processor time. Undefined where that cannot be had. */
  pause?(): Promise<void>;
  resume?(): Promise<void>;
  /** Ends everything inside, at once. Resolves when it is gone. */
  destroy(): Promise<void>;
}

/**
 * SnapStart: what a runtime is told that asks to be restored. `hold`: nothing, it is to be copied as it waits;
 * `answer`: that it is in a copy.
 */
export type RestoreStep = 'hold' | 'answer';

export interface Launcher {
  /** Undefined without SnapStart. */
  readonly restore?: RestoreStep | undefined;
  /** @throws a system error when it cannot begin. */
  launch(order: LaunchOrder): Promise<LaunchedRuntime>;
}
