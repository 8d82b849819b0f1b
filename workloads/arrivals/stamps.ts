/** Each invocation at its recorded time. Lasts one nanosecond longer than its last start. */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { type Nanos, fromMillis } from '../../harness/contract/units.ts';
import type { SpecOf } from './spec-of.ts';

export function stamps({ atMs }: SpecOf<'stamps'>): Schedule {
  return atInstants(Float64Array.from(atMs, fromMillis));
}

/** There is no rate to speak of, only instants: it is 0. */
export function atInstants(starts: Float64Array): Schedule {
  const last: Nanos = starts[starts.length - 1] ?? -1;
  return { duration: last + 1, intendedStart: (index) => starts[index], rateAt: () => 0 };
}
