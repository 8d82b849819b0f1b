/** Which of its instances an activator sends an invocation to (knative/serving pkg/activator/net/lb_policy.go). */

export interface TargetInstance {
  readonly inFlight: number;
}

export type InstanceChoicePolicy = 'powerOfTwo' | 'firstAvailable' | 'roundRobin';

/** Most invocations in an instance up to which it is worth filling one before the next. */
const smallConcurrency = 3;

/** @param containerConcurrency - most invocations in one instance; 0 for no limit. */
export function toChoicePolicy(containerConcurrency: number): InstanceChoicePolicy {
  if (containerConcurrency === 0) return 'powerOfTwo';
  return containerConcurrency <= smallConcurrency ? 'firstAvailable' : 'roundRobin';
}

/** Uniform, from 0 to below 1: the first instance, the second, and which of two equals. */
export type ChoiceDraws = readonly [first: number, second: number, tie: number];

export interface InstanceChoice {
  /** undefined when none has room. */
  readonly index: number | undefined;
  readonly reason: InstanceChoicePolicy | 'noRoom';
  /** For the next call of the round robin. */
  readonly next: number;
}

/**
 * @param next - index at which a round robin goes on; 0 to begin with.
 * @param draws - used by the power of two only.
 */
export function chooseInstance(
  instances: readonly TargetInstance[],
  containerConcurrency: number,
  next: number,
  draws: ChoiceDraws,
): InstanceChoice {
  const policy = toChoicePolicy(containerConcurrency);
  // There may be fewer than at the last call.
  const start = next >= instances.length ? 0 : next;
  const index = findInstance(policy, instances, containerConcurrency, start, draws);
  if (index === undefined) return { index, reason: 'noRoom', next: start };
  return { index, reason: policy, next: policy === 'roundRobin' ? index + 1 : start };
}

function findInstance(
  policy: InstanceChoicePolicy,
  instances: readonly TargetInstance[],
  containerConcurrency: number,
  start: number,
  draws: ChoiceDraws,
): number | undefined {
  switch (policy) {
    case 'powerOfTwo':
      return choosePowerOfTwo(instances, draws);
    case 'firstAvailable':
      return findWithRoom(instances, containerConcurrency, 0);
    case 'roundRobin':
      return findWithRoom(instances, containerConcurrency, start);
  }
}

/** The less loaded of two different ones; two are not drawn but both taken. */
function choosePowerOfTwo(instances: readonly TargetInstance[], draws: ChoiceDraws): number | undefined {
  const count = instances.length;
  if (count <= 1) return count === 0 ? undefined : 0;
  const first = count === 2 ? 0 : Math.floor(draws[0] * count);
  const other = count === 2 ? 1 : Math.floor(draws[1] * (count - 1));
  const second = count > 2 && other >= first ? other + 1 : other;
  const difference = (instances[first]?.inFlight ?? 0) - (instances[second]?.inFlight ?? 0);
  if (difference === 0) return draws[2] < 0.5 ? second : first;
  return difference > 0 ? second : first;
}

/** The first one with room from `start` on, all around. */
function findWithRoom(
  instances: readonly TargetInstance[],
  containerConcurrency: number,
  start: number,
): number | undefined {
  for (let step = 0; step < instances.length; step++) {
    const index = (start + step) % instances.length;
    if ((instances[index]?.inFlight ?? 0) < containerConcurrency) return index;
  }
  return undefined;
}
