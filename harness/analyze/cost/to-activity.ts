/** From the record of an invocation to what the meters see of it. */
import type { Invocation } from '../../contract/invocation.ts';
import { serviceTime } from '../../contract/invocation.ts';
import { toMillis } from '../../contract/units.ts';
import type { Activity } from './meters/meter.ts';

/**
 * The function's own clock first, then what the provider billed, then the service time, which is above what would have
 * been billed. Undefined for what never reached an instance.
 */
export function toActivity(invocation: Invocation, memoryMiB: number): Activity | undefined {
  const { billedDurationMs, handlerDurationMs, initDurationMs = 0, maxMemoryUsedMiB, outcome } = invocation;
  const isRun = outcome === 'ok' || outcome === 'incorrect' || outcome === 'timedOut';
  const wholeMs = billedDurationMs ?? (isRun ? toMillis(serviceTime(invocation) ?? 0) : undefined);
  const durationMs = handlerDurationMs ?? (wholeMs === undefined ? undefined : wholeMs - initDurationMs);
  if (durationMs === undefined) return undefined;
  return {
    memoryMiB,
    durationMs: Math.max(0, durationMs),
    initDurationMs,
    usedMemoryMiB: maxMemoryUsedMiB,
    reportedMs: billedDurationMs,
  };
}
