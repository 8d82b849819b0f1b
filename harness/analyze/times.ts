/**
 * The times of a group of invocations. All that were sent count, whatever their outcome: a caller waits for an error or
 * a time limit as well, and a sample without them would look better than the service is. The outcomes are counted
 * beside it.
 */
import { type Invocation, responseTime, sendDelay, serviceTime } from '../contract/invocation.ts';
import type { Distribution } from '../contract/summary.ts';
import { type Nanos, toMillis } from '../contract/units.ts';
import { toDistribution } from './distribution.ts';

export function toResponseTimes(invocations: readonly Invocation[]): Distribution {
  return toMilliDistribution(
    invocations.map((one) => (one.sentAt === undefined ? undefined : responseTime(one))),
  );
}

export function toServiceTimes(invocations: readonly Invocation[]): Distribution {
  return toMilliDistribution(invocations.map(serviceTime));
}

export function toSendDelays(invocations: readonly Invocation[]): Distribution {
  return toMilliDistribution(invocations.map(sendDelay));
}

function toMilliDistribution(nanos: readonly (Nanos | undefined)[]): Distribution {
  return toDistribution(nanos.filter(isPresent).map(toMillis));
}

export function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined;
}
