/** How long the client waits for an answer of a platform that has a time limit of its own. */

/** Time for a cold start, which the function's limit does not count, and for the platform to tell a time-out. */
const graceMs = 15_000;

/** The function's own limit decides first; beyond it and this, the network has lost the answer. */
export function toClientLimit(functionTimeoutMs: number): number {
  return functionTimeoutMs + graceMs;
}
