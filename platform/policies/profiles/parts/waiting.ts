/** The line before the instances. */
import type { WaitingLimits } from '../../profile-parts.ts';
import { toThrottle, toUnavailable } from './refusal.ts';

/** Nobody waits. */
export const noLine: WaitingLimits = {
  capacity: 0,
  longestMs: 0,
  full: toThrottle('noLine'),
  expired: toThrottle('noLine'),
};

/** Refused with 503 when it is full, or the wait is over. */
export function toLine(capacity: number, longestMs: number): WaitingLimits {
  return {
    capacity,
    longestMs,
    full: toUnavailable('queueFull'),
    expired: toUnavailable('waitedTooLong'),
  };
}
