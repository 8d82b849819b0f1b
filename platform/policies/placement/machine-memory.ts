/** Does another instance fit on this machine? A burst must be refused before the kernel starts to kill. */

export interface PlacementObservation {
  /** Memory that the machine, or its control group, can still give. */
  readonly availableMiB: number;
  /** Instances that were placed but have not yet taken their memory. */
  readonly startingInstances: number;
}

export interface PlacementLimits {
  /** Kept free for everything else on the machine. */
  readonly reserveMiB: number;
  /** What an instance is expected to take; not its limit, which few reach. */
  readonly expectedInstanceMiB: number;
}

export type PlacementDecision =
  { readonly kind: 'place' } | { readonly kind: 'refuse'; readonly reason: 'noMemory' };

export function decidePlacement(seen: PlacementObservation, limits: PlacementLimits): PlacementDecision {
  const neededMiB = (seen.startingInstances + 1) * limits.expectedInstanceMiB + limits.reserveMiB;
  return seen.availableMiB >= neededMiB ? { kind: 'place' } : { kind: 'refuse', reason: 'noMemory' };
}
