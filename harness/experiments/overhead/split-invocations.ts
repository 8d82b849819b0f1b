/** Warm invocations in three parts: the way there, the handler, the way back. */
import { type ClockOffset, type Exchange, toClockOffset } from '../../analyze/clock-offset.ts';
import { groupBy } from '../../contract/group-by.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { toMillis } from '../../contract/units.ts';

export interface Leg {
  readonly invocation: Invocation;
  readonly totalMs: number;
  readonly wayThereMs: number;
  readonly functionMs: number;
  readonly wayBackMs: number;
}

export interface InstanceClock {
  readonly instance: string;
  readonly offset: ClockOffset;
  readonly exchanges: number;
}

/** Below so many exchanges the quickest of them is not quick. */
const leastExchanges = 20;

/**
 * Those of instances that answered too few, or did not tell when the handler began, are left out.
 *
 * @param epochMsAtOrigin - of the run's clock.
 */
export function splitInvocations(
  invocations: readonly Invocation[],
  epochMsAtOrigin: number,
): {
  readonly legs: readonly Leg[];
  readonly clocks: readonly InstanceClock[];
} {
  const told = invocations.filter(isTold);
  const legs: Leg[] = [];
  const clocks: InstanceClock[] = [];
  for (const [instance, own] of groupBy(told, (one) => one.instance)) {
    const exchanges = own.map((one) => toExchange(one, epochMsAtOrigin));
    const offset = own.length < leastExchanges ? null : toClockOffset(exchanges);
    if (offset === null) continue;
    clocks.push({ instance, offset, exchanges: own.length });
    own.forEach((invocation, at) => legs.push(toLeg(invocation, exchanges[at] as Exchange, offset.offsetMs)));
  }
  return { legs, clocks };
}

type Told = Invocation & {
  readonly instance: string;
  readonly sentAt: number;
  readonly handlerStartedAtEpochMs: number;
  readonly handlerDurationMs: number;
};

/** One that opened its connection took its time for that as well. */
function isTold(one: Invocation): one is Told {
  return (
    one.outcome === 'ok' &&
    one.start === 'warm' &&
    one.instance !== undefined &&
    one.sentAt !== undefined &&
    one.connectDurationMs === undefined &&
    one.handlerStartedAtEpochMs !== undefined &&
    one.handlerDurationMs !== undefined
  );
}

function toExchange(
  { sentAt, handlerStartedAtEpochMs, handlerDurationMs, endedAt }: Told,
  epochMsAtOrigin: number,
): Exchange {
  // Small numbers: a float of today's milliseconds since 1970 is a quarter of a microsecond coarse.
  const receivedThereMs = handlerStartedAtEpochMs - epochMsAtOrigin;
  return {
    sentMs: toMillis(sentAt),
    receivedThereMs,
    answeredThereMs: receivedThereMs + handlerDurationMs,
    receivedMs: toMillis(endedAt),
  };
}

function toLeg(invocation: Told, { sentMs, receivedThereMs, receivedMs }: Exchange, offsetMs: number): Leg {
  const wayThereMs = receivedThereMs - offsetMs - sentMs;
  const totalMs = receivedMs - sentMs;
  const functionMs = invocation.handlerDurationMs;
  return { invocation, totalMs, wayThereMs, functionMs, wayBackMs: totalMs - wayThereMs - functionMs };
}
