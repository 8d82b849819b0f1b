/** How long an idle instance is kept: a fixed time. */

export type KeepAliveDecision =
  { readonly kind: 'keep'; readonly untilMs: number } | { readonly kind: 'remove'; readonly reason: 'idle' };

/** A fixed lifetime from the end of the last invocation. All instants on one clock, in milliseconds. */
export function decideKeepAlive(
  idleSinceMs: number,
  idleLifetimeMs: number,
  nowMs: number,
): KeepAliveDecision {
  const untilMs = idleSinceMs + idleLifetimeMs;
  return nowMs >= untilMs ? { kind: 'remove', reason: 'idle' } : { kind: 'keep', untilMs };
}
