/** The timeline of all instances: what became of each, when, and why. */
import type { SandboxOrigin } from '../isolation/backend.ts';
import type { RemovalCause } from '../instances/invocation.ts';
import { createRing, type FeedReader } from './feed.ts';

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

/** Whom something happens to: the same object each time. */
export interface TimelineSubject {
  readonly function: string;
  readonly instance?: string;
}

export interface Timeline extends FeedReader<TimelineEvent> {
  push(atEpochMs: number, subject: TimelineSubject, happening: InstanceHappening | FunctionHappening): void;
}

/** About a megabyte. */
const remembered = 10_000;

/**
 * Kept in columns. Two things happen with each invocation, and an object for each of them that lives as long as the memory
 * would cost the garbage collector more than all else that an invocation does.
 */
export function createTimeline(): Timeline {
  const instants = new Float64Array(remembered);
  const subjects: TimelineSubject[] = [];
  const happenings: (InstanceHappening | FunctionHappening)[] = [];
  const ring = createRing(
    remembered,
    (place) => ({ atEpochMs: instants[place], ...subjects[place], ...happenings[place] }) as TimelineEvent,
  );
  return {
    push(atEpochMs, subject, happening) {
      const place = ring.nextPlace();
      instants[place] = atEpochMs;
      subjects[place] = subject;
      happenings[place] = happening;
      ring.commit();
    },
    since: (sequence) => ring.since(sequence),
    subscribe: (listener) => ring.subscribe(listener),
  };
}
