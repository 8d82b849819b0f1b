/** How much of its concurrency a version may have provisioned, and how fast it is there. */
import type { AdmissionLimits } from '../admission.ts';

export interface ProvisionObservation {
  /** What the function has reserved; undefined when it has not. */
  readonly functionReserved: number | undefined;
  /** What all functions have reserved together. */
  readonly accountReserved: number;
  /** Provisioned for the other versions of the function. */
  readonly functionProvisioned: number;
  /** Provisioned for all other functions that have nothing reserved. */
  readonly unreservedProvisioned: number;
}

export interface ProvisionDecision {
  readonly kind: 'provision' | 'refuse';
  /** What it is taken from. */
  readonly reason: 'reserved' | 'unreserved';
  /** Most that could be provisioned. */
  readonly available: number;
}

/**
 * Within what the function has reserved, or else within the account's rest less what must stay unreserved
 * (docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html, November 2026).
 *
 * @param wanted - instances for the version, instead of what it has.
 */
export function decideProvision(
  wanted: number,
  seen: ProvisionObservation,
  { accountConcurrency, leastUnreserved }: AdmissionLimits,
): ProvisionDecision {
  const { functionReserved } = seen;
  const unreserved = accountConcurrency - seen.accountReserved - leastUnreserved;
  const whole = functionReserved ?? unreserved - seen.unreservedProvisioned;
  const available = Math.max(0, whole - seen.functionProvisioned);
  return {
    kind: wanted <= available ? 'provision' : 'refuse',
    reason: functionReserved === undefined ? 'unreserved' : 'reserved',
    available,
  };
}

/** Instances allocated a minute; known from memory only. */
export const provisionedPerMinute = 6000;

export interface AllocationObservation {
  readonly wanted: number;
  /** When they were asked for. */
  readonly sinceMs: number;
  /** Instances that have been started for it. */
  readonly started: number;
  /** Of them, those that are initialised. */
  readonly ready: number;
  /** Has one failed to initialise? */
  readonly hasFailed: boolean;
}

export interface AllocationDecision {
  /** As the API names it. */
  readonly status: 'IN_PROGRESS' | 'READY' | 'FAILED';
  /** Instances to be started now. */
  readonly start: number;
  readonly reason: 'allocating' | 'allAllocated' | 'initFailed';
}

export function decideAllocation(
  seen: AllocationObservation,
  nowMs: number,
  perMinute: number = provisionedPerMinute,
): AllocationDecision {
  if (seen.hasFailed) return { status: 'FAILED', start: 0, reason: 'initFailed' };
  if (seen.ready >= seen.wanted) return { status: 'READY', start: 0, reason: 'allAllocated' };
  const due = Math.min(seen.wanted, Math.floor(((nowMs - seen.sinceMs) * perMinute) / 60_000));
  return { status: 'IN_PROGRESS', start: Math.max(0, due - seen.started), reason: 'allocating' };
}

const leastInitLimitMs = 130_000;
const longestTimeoutMs = 900_000;

/**
 * Time that an instance may take to initialise when it is provisioned, or a managed one: longer than the 10 s on demand.
 *
 * @param timeoutMs - of the function; at most 900,000.
 */
export function toInitLimitMs(timeoutMs: number): number {
  return Math.max(leastInitLimitMs, Math.min(timeoutMs, longestTimeoutMs));
}
