/** Where each metric of a threshold is measured: one table for the check of a scenario, the run and its analysis. */
import { type Phase, isForcedColdStart, isScaleOut, isSteady } from './phase.ts';
import type { Comparator, ThresholdMetric, ThresholdSpec } from './threshold.ts';

/** Kinds of measured phases, by the experiment that they belong to. */
export type MeasuredKind = 'cold-start' | 'scale-out' | 'load';

export interface MetricScope {
  /** Measured in the phases of these kinds when the threshold names none. */
  readonly kinds: readonly MeasuredKind[];
  /** In which phases it can be measured when the threshold names one; empty: it is of a whole function. */
  readonly nameable: readonly MeasuredKind[];
}

const every: readonly MeasuredKind[] = ['cold-start', 'scale-out', 'load'];

/**
 * Without a named phase, response times are those of load: forced cold starts have `coldStart`, and in a burst the
 * invocations compete for the machine. So are send delays: the generator is hard pressed nowhere else for long.
 */
export function scopeOf({ of }: ThresholdMetric): MetricScope {
  switch (of) {
    case 'responseTime':
    case 'serviceTime':
    case 'sendDelay':
    case 'coldStartRate':
      return { kinds: ['load'], nameable: every };
    case 'coldStart':
    case 'initDuration':
      return { kinds: ['cold-start', 'load'], nameable: every };
    case 'outcome':
      return { kinds: every, nameable: every };
    case 'achievedRate':
    case 'utilisation':
      return { kinds: ['load'], nameable: ['load'] };
    case 'timeToAll':
      return { kinds: ['scale-out'], nameable: ['scale-out'] };
    case 'costPerMillionUsd':
      return { kinds: ['load'], nameable: [] };
  }
}

/** Whether it can fail before the end. A count only grows: one that is too low may still become high enough. */
export function canFailEarly(metric: ThresholdMetric, comparator: Comparator): boolean {
  switch (metric.of) {
    case 'responseTime':
    case 'serviceTime':
    case 'coldStart':
    case 'coldStartRate':
      return true;
    case 'outcome':
      return metric.as === 'rate' || comparator === '<' || comparator === '<=';
    case 'initDuration':
    case 'sendDelay':
    case 'achievedRate':
    case 'costPerMillionUsd':
    case 'timeToAll':
    case 'utilisation':
      return false;
  }
}

/** Whether the threshold is about this phase. */
export function isInScope({ metric, function: name, phase: id }: ThresholdSpec, phase: Phase): boolean {
  if (phase.role !== 'measure' || (name !== null && name !== phase.function)) return false;
  const { kinds, nameable } = scopeOf(metric);
  const kind = kindOf(phase);
  if (kind === undefined) return false;
  return id === null ? kinds.includes(kind) : id === phase.id && nameable.includes(kind);
}

/** Undefined for a phase that only its own experiment can read, such as a burst after a silence. */
function kindOf(phase: Phase): MeasuredKind | undefined {
  if (isForcedColdStart(phase)) return 'cold-start';
  if (isScaleOut(phase)) return 'scale-out';
  return isSteady(phase) ? 'load' : undefined;
}
