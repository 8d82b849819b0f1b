/** What the scaling decision is told about a revision. Built from annotations and configuration by `toDeciderSpec`. */

export interface DeciderSpec {
  /** Metric value that each instance should have. */
  readonly targetValue: number;
  /** Metric value that an instance can have at most; the target is this times the utilisation. */
  readonly totalValue: number;
  /** Burst that must always fit, in units of the metric; 0 for none, -1 for unlimited. */
  readonly targetBurstCapacity: number;
  /** Times the ready instances from which on it panics; 2 for 200 %. */
  readonly panicThreshold: number;
  readonly stableWindowMs: number;
  /** Most times the ready instances that one tick may ask for. */
  readonly maxScaleUpRate: number;
  /** The ready instances divided by this is the least that one tick may ask for. */
  readonly maxScaleDownRate: number;
  /** Time for which a scale-down waits; 0 for none. */
  readonly scaleDownDelayMs: number;
  /** Fewest instances while there is any load; 1 for no such rule. */
  readonly activationScale: number;
  readonly initialScale: number;
  /** Does a route lead to it? One that nobody can reach may vanish at once. */
  readonly isReachable: boolean;
  /** Metric value that one activator can hold. */
  readonly activatorCapacity: number;
}
