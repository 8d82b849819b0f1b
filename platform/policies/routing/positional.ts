/**
 * Routing by position in the list of instances. Nothing here allocates. `isEligible` says which instances may be chosen,
 * by default those with a free slot; -1 says that none may.
 */
import { type Eligibility, hasFreeSlot, type RoutableInstance } from './instances.ts';

/** The first (Knative's activator with a container concurrency of 1 to 3). */
export function chooseFirstAvailable(
  instances: readonly RoutableInstance[],
  isEligible: Eligibility = hasFreeSlot,
): number {
  return instances.findIndex(isEligible);
}

/**
 * The next one after the one that was chosen last. The caller keeps the index.
 *
 * @param last - index that was chosen last; -1 before the first.
 */
export function chooseRoundRobin(
  instances: readonly RoutableInstance[],
  last: number,
  isEligible: Eligibility = hasFreeSlot,
): number {
  const count = instances.length;
  for (let steps = 1; steps <= count; steps++) {
    const index = (last + steps) % count;
    if (isEligible(instances[index] as RoutableInstance)) return index;
  }
  return -1;
}

function countEligible(instances: readonly RoutableInstance[], isEligible: Eligibility): number {
  let count = 0;
  for (const instance of instances) if (isEligible(instance)) count++;
  return count;
}

/** Index of the n-th eligible instance, counted from 0. */
function toNth(instances: readonly RoutableInstance[], n: number, isEligible: Eligibility): number {
  let left = n;
  for (let index = 0; index < instances.length; index++) {
    if (isEligible(instances[index] as RoutableInstance) && left-- === 0) return index;
  }
  return -1;
}

/**
 * Any, all with the same probability.
 *
 * @param draw - uniform, from 0 to below 1.
 */
export function chooseRandom(
  instances: readonly RoutableInstance[],
  draw: number,
  isEligible: Eligibility = hasFreeSlot,
): number {
  return toNth(instances, Math.floor(draw * countEligible(instances, isEligible)), isEligible);
}

/**
 * Of two different ones that are drawn the one with fewer invocations; the first drawn when equal (Knative's activator
 * without a container concurrency).
 *
 * @param drawA - uniform, from 0 to below 1.
 * @param drawB - another one.
 */
export function choosePowerOfTwo(
  instances: readonly RoutableInstance[],
  drawA: number,
  drawB: number,
  isEligible: Eligibility = hasFreeSlot,
): number {
  const count = countEligible(instances, isEligible);
  if (count < 2) return toNth(instances, 0, isEligible);
  const first = Math.floor(drawA * count);
  const second = Math.floor(drawB * (count - 1));
  const a = toNth(instances, first, isEligible);
  const b = toNth(instances, second < first ? second : second + 1, isEligible);
  const isSecondLess = (instances[b]?.inFlight ?? 0) < (instances[a]?.inFlight ?? 0);
  return isSecondLess ? b : a;
}
