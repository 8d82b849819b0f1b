/**
 * One invocation, and after each gap another: the shortest gap that is followed by a cold start says how long an idle
 * instance lives. Lasts one nanosecond longer than its last start.
 *
 *     ↑  ↑      ↑              ↑
 *     +--+------+--------------+-> t
 */
import type { Schedule } from '../../harness/contract/arrivals.ts';
import { fromMillis } from '../../harness/contract/units.ts';
import { toBounds } from './find-interval.ts';
import type { SpecOf } from './spec-of.ts';
import { atInstants } from './stamps.ts';

export function idleGap({ gapsMs }: SpecOf<'idle-gap'>): Schedule {
  return atInstants(toBounds(gapsMs.map(fromMillis)));
}
