/** The stable and the panic window of one metric of one revision, from which the scaling decision reads its two values. */
import type { MetricValue } from './decide-scale.ts';
import {
  type AggregationAlgorithm,
  averageValue,
  createMetricWindow,
  isWindowEmpty,
  type MetricWindow,
  recordValue,
} from './metric-window.ts';

export interface MetricSpec {
  readonly stableWindowMs: number;
  readonly panicWindowMs: number;
  readonly algorithm: AggregationAlgorithm;
}

/** Immutable: recording gives other windows. */
export interface MetricWindows {
  readonly stable: MetricWindow;
  readonly panic: MetricWindow;
}

export function createMetricWindows({ stableWindowMs, panicWindowMs, algorithm }: MetricSpec): MetricWindows {
  return {
    stable: createMetricWindow({ windowMs: stableWindowMs, algorithm }),
    panic: createMetricWindow({ windowMs: panicWindowMs, algorithm }),
  };
}

/** @param value - of all instances together, without what came through an activator, which reports that itself. */
export function recordMetric(windows: MetricWindows, atMs: number, value: number): MetricWindows {
  return {
    stable: recordValue(windows.stable, atMs, value),
    panic: recordValue(windows.panic, atMs, value),
  };
}

/** `noData` once a whole stable window has passed without any report. */
export function readMetric({ stable, panic }: MetricWindows, nowMs: number): MetricValue | 'noData' {
  if (isWindowEmpty(stable, nowMs)) return 'noData';
  return { stable: averageValue(stable, nowMs), panic: averageValue(panic, nowMs) };
}
