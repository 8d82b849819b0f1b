/**
 * Burns a given amount of processor time. Calibrated by the processor clock itself: an instance that gets half a core
 * takes twice as long, and that is what the function is there to show.
 */

const checkedSteps = 1000;
const fewestSteps = 1000;
const mostSteps = 1_000_000;

/** The linear congruential generator of "Numerical Recipes": the same 32-bit steps in every language. */
function advance(from: number, steps: number): number {
  let state = from;
  for (let i = 0; i < steps; i++) state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state;
}

/** The state after a fixed number of steps: proof that the work was done. */
export function checksum(seed: number): number {
  return advance(seed >>> 0, checkedSteps);
}

/** @returns also how many steps it was: how fast the processor is. */
export function handle({ busyMs, seed }: { readonly busyMs: number; readonly seed: number }): {
  busyMs: number;
  checksum: number;
  steps: number;
} {
  const start = process.cpuUsage();
  const proof = checksum(seed);
  let state = proof;
  let [done, steps] = [0, fewestSteps];
  for (;;) {
    state = advance(state, steps);
    done += steps;
    const used = process.cpuUsage(start);
    const usedMs = (used.user + used.system) / 1000;
    if (usedMs >= busyMs) return { busyMs, checksum: proof, steps: done };
    steps = nextSteps(done, usedMs, busyMs);
  }
}

/** So many that half of what remains is burnt, at the speed so far: few readings of the clock, and none too late. */
function nextSteps(done: number, usedMs: number, busyMs: number): number {
  const half = ((done / Math.max(usedMs, 0.001)) * (busyMs - usedMs)) / 2;
  return Math.max(fewestSteps, Math.min(mostSteps, Math.floor(half)));
}
