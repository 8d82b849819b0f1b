/** A dispatcher at the end of a slow network: for callers who wait, since what the queue sends travels nowhere. */
import type { Clock } from '../clock.ts';
import type { Dispatcher } from '../instances/dispatcher.ts';
import type { Invocation } from '../instances/invocation.ts';
import type { DispatchResult } from '../instances/live-fleet.ts';
import type { Pool } from '../instances/pool.ts';
import type { ResponseSink } from '../runtime/response-sink.ts';
import type { Fault } from './decide-faults.ts';
import type { FaultInjector } from './fault-injector.ts';
import { totalTransferMs } from './fault-sums.ts';
import { wait } from './wait.ts';

export function createSlowDispatcher(
  dispatcher: Dispatcher,
  injector: FaultInjector,
  clock: Clock,
): Dispatcher {
  async function dispatchSlowly(pool: Pool, invocation: Invocation): Promise<DispatchResult> {
    const { requestId, payload, responseSink } = invocation;
    const faults = injector.meet('transfer', { functionName: pool.revision.name, requestId });
    if (faults.length === 0) return await dispatcher.dispatch(pool, invocation);
    await wait(clock, totalTransferMs(faults, 'request', payload.length));
    const dispatched = await dispatcher.dispatch(pool, {
      ...invocation,
      responseSink: responseSink && createSlowSink(responseSink, faults, clock),
    });
    const bytes = dispatched.kind === 'invoked' ? dispatched.result.payload.length : 0;
    await wait(clock, totalTransferMs(faults, 'answer', bytes));
    return dispatched;
  }

  return {
    inFlight: () => dispatcher.inFlight(),
    dispatch: (pool, invocation) =>
      injector.isActive() ? dispatchSlowly(pool, invocation) : dispatcher.dispatch(pool, invocation),
  };
}

/** Each piece keeps the next one waiting for as long as it travels. */
function createSlowSink(sink: ResponseSink, faults: readonly Fault[], clock: Clock): ResponseSink {
  return {
    begin: (contentType) => sink.begin(contentType),
    async write(chunk) {
      await sink.write(chunk);
      const latencyMs = totalTransferMs(faults, 'answer', 0);
      await wait(clock, totalTransferMs(faults, 'answer', chunk.length) - latencyMs);
    },
  };
}
