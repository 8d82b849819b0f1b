/** Brings an invocation to an instance of its function, or says why not; counts what came of it. */
import { decideAdmission, type PolicyProfile } from '../policies/index.ts';
import type { InvocationCounts } from '../metering/invocation-counts.ts';
import type { Invocation } from './invocation.ts';
import type { DispatchResult, Pool } from './pool.ts';

export interface Dispatcher {
  dispatch(pool: Pool, invocation: Invocation): Promise<DispatchResult>;
  /** Invocations that run now. */
  inFlight(): number;
}

/** When a concurrency limit will yield is unknown; Lambda says one second. */
const throttleWaitMs = 1000;

export function createDispatcher(profile: PolicyProfile, counts: InvocationCounts): Dispatcher {
  let accountInFlight = 0;
  return {
    inFlight: () => accountInFlight,
    async dispatch(pool, invocation) {
      const { name } = pool.revision;
      const admission = decideAdmission({ accountInFlight }, profile.admission);
      if (admission.kind === 'throttle') {
        counts.count(name, 'throttled', false);
        return { kind: 'throttled', reason: admission.reason, waitMs: throttleWaitMs };
      }
      accountInFlight++;
      try {
        const dispatched = await pool.dispatch(invocation);
        if (dispatched.kind === 'invoked') {
          const { outcome, initDurationMs } = dispatched.result;
          counts.count(name, outcome, initDurationMs !== undefined);
        } else {
          counts.count(name, dispatched.kind, false);
        }
        return dispatched;
      } finally {
        accountInFlight--;
      }
    },
  };
}
