/** How long a queue of OpenWhisk's FPC scheduler lives, and when it turns activations away (MemoryQueue.scala). */

export interface FpcQueueTimes {
  /** Silence without containers after which a running queue is idle. */
  readonly idleGraceMs: number;
  /** Further silence after which it is removed. */
  readonly stopGraceMs: number;
  /** How long a queue that cannot create a container keeps what waits. */
  readonly flushGraceMs: number;
  /** Longest wait of an activation; it is dropped then. */
  readonly maxRetentionMs: number;
  /** Most activations that wait. */
  readonly maxRetentionSize: number;
  /** A throttled queue takes activations again below this part of the size. */
  readonly throttlingFraction: number;
  /** How many durations the mean is taken over. */
  readonly durationBufferSize: number;
  readonly checkIntervalMs: number;
}

/** application.conf of the scheduler. */
export const defaultQueueTimes: FpcQueueTimes = {
  idleGraceMs: 20_000,
  stopGraceMs: 20_000,
  flushGraceMs: 60_000,
  maxRetentionMs: 60_000,
  maxRetentionSize: 10_000,
  throttlingFraction: 0.9,
  durationBufferSize: 10,
  checkIntervalMs: 100,
};

export type LivingFpcQueueState = 'running' | 'idle' | 'flushing' | 'actionThrottled';

export interface FpcQueueObservation {
  readonly state: LivingFpcQueueState;
  /** When it last changed its state or received anything. */
  readonly quietSinceMs: number;
  readonly queued: number;
  readonly existing: number;
  readonly inProgress: number;
  /** In a flushing queue: has an activation arrived since the last flush? */
  readonly hasArrivals: boolean;
}

export type FpcQueueDecision =
  | { readonly kind: 'stay'; readonly reason: 'inTime' | 'inUse' }
  | { readonly kind: 'goIdle'; readonly reason: 'noActivations' }
  | { readonly kind: 'remove'; readonly reason: 'noActivations' | 'noContainer' }
  /** Every waiting activation fails; the queue stays. */
  | { readonly kind: 'flush'; readonly reason: 'noContainer' }
  | { readonly kind: 'throttle'; readonly reason: 'queueFull' }
  | { readonly kind: 'unthrottle'; readonly reason: 'queueDrained' };

const inTime: FpcQueueDecision = { kind: 'stay', reason: 'inTime' };

function decideRunning(seen: FpcQueueObservation, quietMs: number, times: FpcQueueTimes): FpcQueueDecision {
  if (seen.queued >= times.maxRetentionSize) return { kind: 'throttle', reason: 'queueFull' };
  if (quietMs < times.idleGraceMs) return inTime;
  const isUsed = seen.queued > 0 || seen.existing + seen.inProgress > 0;
  return isUsed ? { kind: 'stay', reason: 'inUse' } : { kind: 'goIdle', reason: 'noActivations' };
}

/** What a queue does as time passes. */
export function decideFpcQueue(
  seen: FpcQueueObservation,
  nowMs: number,
  times: FpcQueueTimes = defaultQueueTimes,
): FpcQueueDecision {
  const quietMs = nowMs - seen.quietSinceMs;
  switch (seen.state) {
    case 'running':
      return decideRunning(seen, quietMs, times);
    case 'idle':
      return quietMs < times.stopGraceMs ? inTime : { kind: 'remove', reason: 'noActivations' };
    case 'flushing':
      if (quietMs < times.flushGraceMs) return inTime;
      return { kind: seen.hasArrivals ? 'flush' : 'remove', reason: 'noContainer' };
    case 'actionThrottled':
      return seen.queued <= times.maxRetentionSize * times.throttlingFraction
        ? { kind: 'unthrottle', reason: 'queueDrained' }
        : { kind: 'stay', reason: 'inUse' };
  }
}

/**
 * How many activations at the head of the queue have waited for so long or longer: those that are dropped, with the
 * longest retention, and those that are stale, with the stale threshold of `defaultSchedulingSettings`.
 *
 * @param queuedAtMs - rising.
 * @param forMs - the longest retention by default.
 */
export function countOverdue(
  queuedAtMs: readonly number[],
  nowMs: number,
  forMs: number = defaultQueueTimes.maxRetentionMs,
): number {
  const first = queuedAtMs.findIndex((atMs) => nowMs - atMs < forMs);
  return first === -1 ? queuedAtMs.length : first;
}
