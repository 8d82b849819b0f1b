/** What a level of isolation must offer: to create a sandbox around a runtime, look into it, and end it. */

export type IsolationLevel = 'process';

/** Whether this machine can run a level, and why not. */
export type Availability =
  { readonly isAvailable: true } | { readonly isAvailable: false; readonly reason: string };

export interface SandboxRequest {
  /** Unique among the live sandboxes. */
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

export type SandboxExit =
  | { readonly kind: 'exited'; readonly status: number }
  /** Signal by name: `SIGKILL`. */
  | { readonly kind: 'signalled'; readonly signal: string }
  /** It never ran. */
  | { readonly kind: 'notStarted'; readonly code: string; readonly message: string };

export interface Sandbox {
  readonly id: string;
  /** Most memory held at once so far, in MiB, rounded up; undefined where the machine does not tell. */
  readPeakMemoryMiB(): number | undefined;
  /** Ends everything inside, at once. Resolves when it is gone. */
  destroy(): Promise<void>;
}

export interface IsolationBackend {
  readonly level: IsolationLevel;
  probe(): Availability;
  create(request: SandboxRequest): Sandbox;
}
