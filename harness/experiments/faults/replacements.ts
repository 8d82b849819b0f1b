/** How long it took until instances that died were replaced. */
import type { InstanceRecord } from '../../contract/provider.ts';
import { type Millis, toMillis } from '../../contract/units.ts';

/**
 * From the death of each to the readiness of the next instance that was asked for after it; each replaces one. One that
 * nobody needed again is not there.
 */
export function toReplacementTimes(instances: readonly InstanceRecord[]): Millis[] {
  const started = instances
    .filter((one) => one.readyAt !== undefined)
    .toSorted((a, b) => a.requestedAt - b.requestedAt);
  const used = new Set<InstanceRecord>();
  const deaths = instances
    .flatMap(({ cause, removedAt }) => (cause === 'crash' && removedAt !== undefined ? [removedAt] : []))
    .toSorted((a, b) => a - b);
  return deaths.flatMap((at) => {
    const next = started.find((one) => one.requestedAt >= at && !used.has(one));
    if (next?.readyAt === undefined) return [];
    used.add(next);
    return [toMillis(next.readyAt - at)];
  });
}
