/** What a level of isolation offers: sandboxes, each with a runtime inside that takes events. */
import { type FunctionRevision, latestVersion } from '../control/function-revision.ts';
import type { InitializationType, PlatformEvent } from '../metering/platform-event.ts';
import type { ResponseSink } from '../runtime/response-sink.ts';
import type { RuntimeId } from '../runtime/runtimes.ts';
import type { RuntimeAnswer, RuntimeEvent } from '../runtime/runtime-api.ts';

/** From the least to the most that instances have apart. */
export const isolationLevels = ['isolate', 'process', 'container', 'microvm'] as const;

export type IsolationLevel = (typeof isolationLevels)[number];

export function isIsolationLevel(value: string): value is IsolationLevel {
  return (isolationLevels as readonly string[]).includes(value);
}

/** Whether this machine can run a level, what its sandboxes are made of, or why it cannot and what would help. */
export type Availability =
  | { readonly isAvailable: true; readonly madeOf: string }
  | { readonly isAvailable: false; readonly reason: string };

/** On the way to `started`. */
export type SandboxStage =
  /** What holds it apart is there, and the runtime begins in it. */
  | 'sandboxUp'
  /** The runtime has said its first word to the platform. */
  | 'runtimeUp';

export interface SandboxRequest {
  /** Unique among the live sandboxes. */
  readonly id: string;
  readonly revision: FunctionRevision;
  readonly logStreamName: string;
  /** Whether it is started for an invocation or ahead of any. Default: `on-demand`. */
  readonly initializationType?: InitializationType;
  /** Most invocations that it has to run at once. Default: 1. */
  readonly instanceConcurrency?: number;
  /** Called with what the runtime writes to standard output and error. */
  readonly onOutput: (chunk: Buffer) => void;
  /** Called as it comes about, as far as the level can tell. */
  readonly onStage?: (stage: SandboxStage) => void;
  /** Called at most once: it ended by itself while no invocation ran. */
  readonly onIdleExit: () => void;
}

export type SandboxExit =
  | { readonly kind: 'exited'; readonly status: number }
  /** Signal by name: `SIGKILL`. */
  | { readonly kind: 'signalled'; readonly signal: string }
  /** Ended by the kernel or the level, because it took more memory than its limit. */
  | { readonly kind: 'outOfMemory' }
  /** It never ran. */
  | { readonly kind: 'notStarted'; readonly code: string; readonly message: string };

/** How a sandbox came to be: evidence of the kind of a cold start. */
export type SandboxOrigin =
  /** Made for the invocation, from nothing. */
  | 'new'
  /** Generic and running already, then given the function. */
  | 'prewarmed'
  /** Made for this function ahead of the invocation, and started by it. */
  | 'createdAhead'
  /** Copied from a process that had loaded the runtime. */
  | 'forked'
  /** From a snapshot of a sandbox that had initialised. */
  | 'restored';

export type StartOutcome =
  | {
      readonly kind: 'ready';
      readonly origin: SandboxOrigin;
      /** What holds this one apart, for people. Default: what the level's `probe` says. */
      readonly madeOf?: string;
    }
  | { readonly kind: 'initError'; readonly answer: RuntimeAnswer }
  | { readonly kind: 'exited'; readonly exit: SandboxExit }
  | { readonly kind: 'noEntrypoint' };

export type RunOutcome =
  | { readonly kind: 'done'; readonly answer: RuntimeAnswer }
  /** It may have answered before it ended. */
  | { readonly kind: 'exited'; readonly exit: SandboxExit; readonly answer: RuntimeAnswer | undefined };

export interface Sandbox {
  readonly id: string;
  readonly started: Promise<StartOutcome>;
  /**
   * Runs one event. At most `instanceConcurrency` may run at once, each with a request id of its own; with one, the
   * previous must be over.
   *
   * @param sink - takes the answer while the function still writes it, if the function streams and the level can pass
   *   that on; the outcome then has an answer `streamed`. A level that cannot leaves the sink alone, and the whole
   *   answer comes with the outcome. Default: none, and what is streamed comes whole.
   */
  run(event: RuntimeEvent, sink?: ResponseSink): Promise<RunOutcome>;
  /** Told of the platform's events, for who listens inside. Undefined where nobody can. */
  hear?(event: PlatformEvent): void;
  /** Most memory held at once so far, in MiB, rounded up; undefined where the machine does not tell. */
  readPeakMemoryMiB(): number | undefined;
  /** Stops everything inside, so that it costs no processor time. Undefined where the level cannot. */
  pause?(): Promise<void>;
  resume?(): Promise<void>;
  /** Ends everything inside, at once. Resolves when nothing of it is left. */
  destroy(): Promise<void>;
}

export interface IsolationBackend {
  readonly level: IsolationLevel;
  /** Tries it out where only that can tell; the answer is remembered. */
  probe(): Promise<Availability>;
  /** Why the level cannot run functions of a runtime: one sentence. Default: it runs all. */
  whyNotRuntime?(runtime: RuntimeId): string | undefined;
  /** Begins at once; how that went is told by `started`. */
  create(request: SandboxRequest): Sandbox;
  /** Ends what its sandboxes share, and those that were made ahead. The sandboxes themselves are destroyed before. */
  close(): Promise<void>;
}

/** Ability of a backend: to make sandboxes before anybody asks for them. */
export interface MakesAhead {
  /** How many to keep ready for a function's next instances, from now on; 0 for none. */
  keepReady(revision: FunctionRevision, count: number): void;
}

/** Ability of a backend: to start instances as copies of one that has initialised (SnapStart). */
export interface MakesSnapshots {
  /**
   * Makes the snapshot of a revision, unless it is there.
   *
   * @returns whether there is one: none is made of a function that does not initialise.
   */
  keepSnapshot(revision: FunctionRevision): Promise<boolean>;
  dropSnapshot(revision: FunctionRevision): Promise<void>;
}

export function canMakeSnapshots<Backend extends object>(
  backend: Backend,
): backend is Backend & MakesSnapshots {
  return 'keepSnapshot' in backend;
}

/** As on Lambda, what is not published has none. */
export function wantsSnapshot({ version, settings }: FunctionRevision): boolean {
  return settings.snapStart === true && version !== latestVersion;
}

export function canMakeAhead<Backend extends object>(backend: Backend): backend is Backend & MakesAhead {
  return 'keepReady' in backend;
}
