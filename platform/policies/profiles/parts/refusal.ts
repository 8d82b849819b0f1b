/** Answers of a platform that cannot run an invocation. */
import type { Refusal } from '../../profile-parts.ts';

/** It may be tried again. */
export function toThrottle(reason: string, retryAfterMs?: number): Refusal {
  return { kind: 'refuse', reason, status: 429, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

export function toUnavailable(reason: string): Refusal {
  return { kind: 'refuse', reason, status: 503 };
}

export const noMemory: Refusal = toUnavailable('noMemory');
