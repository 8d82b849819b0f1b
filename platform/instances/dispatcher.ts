/** Brings an invocation to an instance of its function, or says why not; counts what came of it. */
import { type AdmissionObservation, decideAdmission, type PolicyProfile } from '../policies/index.ts';
import type { InvocationCounts } from '../metering/invocation-counts.ts';
import type { Invocation } from './invocation.ts';
import type { DispatchResult } from './live-fleet.ts';
import type { Pool } from './pool.ts';

export interface Dispatcher {
  dispatch(pool: Pool, invocation: Invocation): Promise<DispatchResult>;
  /** Invocations that run now. */
  inFlight(): number;
}

/** When a concurrency limit will yield is unknown; Lambda says one second. */
const throttleWaitMs = 1000;

/** @param reservations - reserved concurrency, of the functions that have any; may change at any time. */
export function createDispatcher(
  profile: PolicyProfile,
  counts: InvocationCounts,
  reservations: ReadonlyMap<string, number>,
): Dispatcher {
  let accountInFlight = 0;
  const inFlightOf = new Map<string, number>();

  function observe(name: string): AdmissionObservation {
    let accountReserved = 0;
    let unreservedInFlight = accountInFlight;
    for (const [reserving, reserved] of reservations) {
      accountReserved += reserved;
      unreservedInFlight -= inFlightOf.get(reserving) ?? 0;
    }
    return {
      accountInFlight,
      unreservedInFlight,
      accountReserved,
      functionInFlight: inFlightOf.get(name) ?? 0,
      functionReserved: reservations.get(name),
    };
  }

  function count(name: string, change: 1 | -1): void {
    accountInFlight += change;
    const inFlight = (inFlightOf.get(name) ?? 0) + change;
    if (inFlight === 0) inFlightOf.delete(name);
    else inFlightOf.set(name, inFlight);
  }

  return {
    inFlight: () => accountInFlight,
    async dispatch(pool, invocation) {
      const { name } = pool.revision;
      const admission = decideAdmission(observe(name), profile.admission);
      if (admission.kind === 'throttle') {
        counts.count(name, 'throttled', false);
        return { kind: 'throttled', reason: admission.reason, waitMs: throttleWaitMs };
      }
      count(name, 1);
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
        count(name, -1);
      }
    },
  };
}
