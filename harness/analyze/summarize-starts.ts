/** Cold against warm, of each function. */
import type { Invocation } from '../contract/invocation.ts';
import { isForcedColdStart, isSteady } from '../contract/phase.ts';
import type { DeployedFunction } from '../contract/sink.ts';
import type { StartSummary } from '../contract/summary.ts';
import { toDistribution } from './distribution.ts';
import type { MeasuredPhase } from './measured.ts';
import { isPresent, toResponseTimes, toServiceTimes } from './times.ts';

/**
 * Cold starts come from the phases that force them, one at a time; where a function has none, from its load. Those of a
 * burst compete with each other for the machine and are told by the scale-out instead. Warm comes from load, and from
 * the closed model only where there is no other: its callers wait when the target is slow, and ask less.
 */
export function summarizeStarts(
  functions: readonly DeployedFunction[],
  measured: readonly MeasuredPhase[],
): StartSummary[] {
  return functions.flatMap((fn) => {
    const own = measured.filter(({ phase }) => phase.function === fn.name);
    const forced = own.filter(({ phase }) => isForcedColdStart(phase));
    const steady = own.filter(({ phase }) => isSteady(phase));
    const open = steady.filter(({ phase }) => phase.load.model === 'open');
    const load = open.length > 0 ? open : steady;
    const cold = ofKind(forced.length > 0 ? forced : load, 'cold');
    const warm = ofKind(load, 'warm');
    const waiting = ofKind(load, 'coldWaiter');
    const unknown = ofKind(load, 'unknown').filter((one) => one.outcome === 'ok');
    return [
      ...summarize(fn, 'cold', cold),
      ...summarize(fn, 'coldWaiter', waiting),
      ...summarize(fn, 'warm', warm),
      ...summarize(fn, 'unknown', unknown),
    ];
  });
}

function ofKind(phases: readonly MeasuredPhase[], start: Invocation['start']): Invocation[] {
  return phases.flatMap(({ invocations }) => invocations.filter((one) => one.start === start));
}

function summarize(
  { name, runtime, memoryMiB }: DeployedFunction,
  start: Invocation['start'],
  invocations: readonly Invocation[],
): StartSummary[] {
  if (invocations.length === 0) return [];
  const initDurations = invocations.map((one) => one.initDurationMs).filter(isPresent);
  return [
    {
      function: name,
      runtime,
      memoryMiB,
      start,
      responseTimeMs: toResponseTimes(invocations),
      serviceTimeMs: toServiceTimes(invocations),
      initDurationMs: start === 'cold' && initDurations.length > 0 ? toDistribution(initDurations) : null,
    },
  ];
}
