/** By which steps OpenWhisk walks over the invokers: each of them visits every invoker. */

function toGreatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : toGreatestCommonDivisor(b, a % b);
}

/**
 * The numbers up to `invokers` that are coprime with it and with each other, taken greedily from 1 upwards
 * (ShardingContainerPoolBalancer.scala, `pairwiseCoprimeNumbersUntil`). Empty for 0. Depends on nothing else: keep it
 * while the number of invokers stays.
 */
export function toStepSizes(invokers: number): number[] {
  const steps: number[] = [];
  for (let candidate = 1; candidate <= invokers; candidate++) {
    const isCoprime = (other: number): boolean => toGreatestCommonDivisor(other, candidate) === 1;
    if (isCoprime(invokers) && steps.every(isCoprime)) steps.push(candidate);
  }
  return steps;
}
