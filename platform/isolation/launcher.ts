/** Starts a runtime as a process in a sandbox; `runtime-sandbox.ts` adds the Runtime API that it talks to. */
import type { SandboxExit } from './backend.ts';

export interface LaunchOrder {
  readonly id: string;
  /** Program and arguments of the runtime. */
  readonly command: readonly [string, ...string[]];
  /** The whole environment: nothing else gets in. */
  readonly environment: Readonly<Record<string, string>>;
  /** The function's files and the working directory. */
  readonly codeFolder: string;
  /** Called with what the runtime writes to standard output and error. */
  readonly onOutput: (chunk: Buffer) => void;
  /** Called once, when the runtime has ended for whatever reason. */
  readonly onExit: (exit: SandboxExit) => void;
}

export interface LaunchedRuntime {
  /** Most memory held at once so far, in MiB, rounded up; undefined where the machine does not tell. */
  readPeakMemoryMiB(): number | undefined;
  /** Ends everything inside, at once. Resolves when it is gone. */
  destroy(): Promise<void>;
}

export interface Launcher {
  launch(order: LaunchOrder): LaunchedRuntime;
}
