/** Many invocations at one instant: the load that scale-out is measured with. */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import type { SpecOf } from './spec-of.ts';

export function burst({ count }: SpecOf<'burst'>): Schedule {
  return {
    duration: 0,
    intendedStart: (index) => (index < count ? 0 : undefined),
    rateAt: () => 0,
  };
}
