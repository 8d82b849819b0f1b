/** Many invocations at one instant: the load that scale-out is measured with. */
import type { Schedule } from '../../harness/contract/arrivals.ts';

export interface BurstOptions {
  readonly count: number;
}

export function burst({ count }: BurstOptions): Schedule {
  return {
    duration: 0,
    intendedStart: (index) => (index < count ? 0 : undefined),
    rateAt: () => 0,
  };
}
