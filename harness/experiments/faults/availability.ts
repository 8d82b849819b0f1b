/**
 * Availability, twice: of the requests, and of the time. Failures come in clusters, because one dead instance takes all
 * that it runs along: a share of requests counts each, a share of seconds counts each cluster about once.
 */
import { estimateShare } from '../../analyze/estimate-share.ts';
import { groupBy } from '../../contract/group-by.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { Estimate } from '../../contract/summary.ts';
import { nanosPerSecond } from '../../contract/units.ts';

export interface Availability {
  readonly ofRequests: Estimate | null;
  /** Seconds in which everything that arrived ended well, of those in which something arrived. */
  readonly ofTime: Estimate | null;
  readonly seconds: number;
}

export function toAvailability(invocations: readonly Invocation[]): Availability {
  const ok = invocations.filter((one) => one.outcome === 'ok').length;
  const seconds = [...groupBy(invocations, (one) => Math.floor(one.intendedStart / nanosPerSecond)).values()];
  const good = seconds.filter((own) => own.every((one) => one.outcome === 'ok')).length;
  return {
    ofRequests: estimateShare(ok, invocations.length),
    ofTime: estimateShare(good, seconds.length),
    seconds: seconds.length,
  };
}
