/** Which idle instance takes an invocation where an instance holds one: the rule of AWS Lambda. */

export interface IdleInstance {
  /** Order of creation within the function, rising. */
  readonly sequence: number;
}

/**
 * Newest idle instance first: load concentrates on few instances, and the oldest fall idle long enough to be removed
 * (observed on AWS Lambda; the model of SimFaaS and of McGrath and Brenner 2017).
 *
 * @returns the index, or undefined when none is idle.
 */
export function chooseNewestIdle(idle: readonly IdleInstance[]): number | undefined {
  let newest: number | undefined;
  let sequence = -Infinity;
  for (const [index, instance] of idle.entries()) {
    if (instance.sequence > sequence) {
      newest = index;
      sequence = instance.sequence;
    }
  }
  return newest;
}
