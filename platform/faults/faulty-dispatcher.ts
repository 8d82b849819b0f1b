/** A dispatcher that throttles, keeps invocations waiting and holds answers back as declared, and numbers invocations. */
import type { Clock } from '../clock.ts';
import type { Dispatcher } from '../instances/dispatcher.ts';
import type { Invocation } from '../instances/invocation.ts';
import type { DispatchResult } from '../instances/live-fleet.ts';
import type { Pool } from '../instances/pool.ts';
import type { InvocationCounts } from '../metering/invocation-counts.ts';
import type { FaultInjector } from './fault-injector.ts';
import { findFault, totalDelayMs } from './fault-sums.ts';
import { wait } from './wait.ts';

export function createFaultyDispatcher(
  dispatcher: Dispatcher,
  injector: FaultInjector,
  counts: InvocationCounts,
  clock: Clock,
): Dispatcher {
  async function dispatchFaultily(pool: Pool, invocation: Invocation): Promise<DispatchResult> {
    const { name } = pool.revision;
    const { requestId } = invocation;
    const faults = injector.arrive(name, requestId);
    try {
      const throttle = findFault(faults, 'throttle');
      if (throttle !== undefined) {
        counts.count(name, 'throttled', false);
        return { kind: 'throttled', reason: throttle.reason, waitMs: throttle.retryAfterMs };
      }
      await wait(clock, totalDelayMs(faults, 'placement'));
      const dispatched = await dispatcher.dispatch(pool, invocation);
      await wait(clock, totalDelayMs(faults, 'answer'));
      return dispatched;
    } finally {
      injector.leave(requestId);
    }
  }

  return {
    inFlight: () => dispatcher.inFlight(),
    dispatch: (pool, invocation) =>
      injector.isActive() ? dispatchFaultily(pool, invocation) : dispatcher.dispatch(pool, invocation),
  };
}
