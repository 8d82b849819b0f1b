/** `faas_rollup`: one line a second and function over all outcomes and starts, with percentiles merged, not averaged. */
import { type Fields, toPercentileFields } from '../series/fields.ts';
import type { FunctionSecond } from './window-aggregator.ts';
import { createWindow, mergeIntoWindow } from './window.ts';

export function toRollupFields(second: FunctionSecond, hasRates: boolean): Fields {
  const whole = createWindow();
  let cold = 0;
  for (const { window, start } of second.windows) {
    mergeIntoWindow(whole, window);
    if (start === 'cold') cold += window.count;
  }
  return {
    count: BigInt(whole.count),
    ...toPercentileFields(whole.histogram, [50, 90, 99, 99.9]),
    max_ms: whole.timed === 0 ? undefined : whole.maxMs,
    cold: BigInt(cold),
    cost_usd: hasRates ? whole.costUsd : undefined,
    ...(second.instances === undefined
      ? {}
      : { instances: BigInt(second.instances), inst_new: BigInt(second.newInstances) }),
  };
}
