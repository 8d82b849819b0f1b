/** What AWS Lambda bills for one invocation: initialisation and handler, rounded up to a millisecond. */
import type { Invocation } from '../../contract/invocation.ts';
import { serviceTime } from '../../contract/invocation.ts';
import { type Millis, toMillis } from '../../contract/units.ts';

/**
 * What the provider billed, where it says so; else ceil(init + handler) from the function's own clock; else the service
 * time, which is above what would have been billed. Initialisation is billed for every function since 2025-08-01
 * (aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase). 0 for what never reached an instance.
 */
export function toBilledDuration(invocation: Invocation): Millis {
  const { billedDurationMs, handlerDurationMs, initDurationMs = 0, outcome } = invocation;
  if (billedDurationMs !== undefined) return billedDurationMs;
  if (handlerDurationMs !== undefined) return Math.ceil(initDurationMs + handlerDurationMs - roundingSlack);
  const isRun = outcome === 'ok' || outcome === 'incorrect' || outcome === 'timedOut';
  return isRun ? Math.ceil(toMillis(serviceTime(invocation) ?? 0)) : 0;
}

/** Durations are reported to hundredths: what is above a whole millisecond by less is an artefact of the sum. */
const roundingSlack = 1e-6;
