/** The timeline of all instances: what became of each, when, and why. */
import type { SandboxOrigin } from '../isolation/backend.ts';
import type { RemovalCause } from '../instances/invocation.ts';
import { createFeed, type Feed } from './feed.ts';

/** What happened; instants are fractional milliseconds since the Unix epoch. */
export type TimelineEvent = { readonly atEpochMs: number; readonly function: string } & (
  ({ readonly instance: string } & InstanceHappening) | FunctionHappening
);

export type FunctionHappening =
  /** A decision about how many there are to be. */
  | { readonly event: 'scaled'; readonly from: number; readonly to: number; readonly reason: string }
  /** An invocation that did not run. */
  | { readonly event: 'refused'; readonly reason: string };

export type InstanceHappening =
  /** The reason is that of the policy. */
  | { readonly event: 'requested'; readonly reason: string }
  /** What holds it apart is there, and the runtime begins in it. */
  | { readonly event: 'sandboxUp' }
  /** The runtime has said its first word to the platform. */
  | { readonly event: 'runtimeUp' }
  /** The function's code has loaded. */
  | { readonly event: 'initDone'; readonly origin: SandboxOrigin }
  | { readonly event: 'busy'; readonly requestId: string }
  | { readonly event: 'idle' }
  | { readonly event: 'paused' }
  | { readonly event: 'resumed' }
  | { readonly event: 'removed'; readonly cause: RemovalCause };

export type Timeline = Feed<TimelineEvent>;

/** About a megabyte. */
const remembered = 10_000;

export function createTimeline(): Timeline {
  return createFeed(remembered);
}
