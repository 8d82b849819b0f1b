/**
 * Burns a given amount of processor time. Calibrated by the processor clock itself: an instance that gets half a core
 * takes twice as long, and that is what the function is there to show.
 */

const checkedSteps = 1000;
const stepsPerReading = 2000;

/** The linear congruential generator of "Numerical Recipes": the same 32-bit steps in every language. */
function step(state: number): number {
  return (Math.imul(state, 1664525) + 1013904223) >>> 0;
}

/** The state after a fixed number of steps: proof that the work was done. */
export function checksum(seed: number): number {
  let state = seed >>> 0;
  for (let i = 0; i < checkedSteps; i++) state = step(state);
  return state;
}

export function handle(event: { readonly busyMs: number; readonly seed: number }): {
  busyMs: number;
  checksum: number;
} {
  const start = process.cpuUsage();
  const proof = checksum(event.seed);
  let state = proof;
  for (;;) {
    for (let i = 0; i < stepsPerReading; i++) state = step(state);
    const used = process.cpuUsage(start);
    if ((used.user + used.system) / 1000 >= event.busyMs) break;
  }
  return { busyMs: event.busyMs, checksum: proof };
}
