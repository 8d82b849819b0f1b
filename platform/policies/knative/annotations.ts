/** What a revision sets for itself by its `autoscaling.knative.dev/` annotations. */
import { type AutoscalerConfig, leastTarget, leastWindowMs, longestWindowMs } from './autoscaler-config.ts';
import type { AggregationAlgorithm } from './metric-window.ts';
import { type Parsed, readCount, readDurationMs, readNumber, toParsed } from './read-setting.ts';

export type ScalingMetric = 'concurrency' | 'rps';

/** Absent: as the configuration has it. */
export interface RevisionAnnotations {
  readonly metric?: ScalingMetric;
  readonly target?: number;
  /** A share, 0.01 to 1. */
  readonly targetUtilization?: number;
  readonly minScale?: number;
  readonly maxScale?: number;
  readonly initialScale?: number;
  readonly activationScale?: number;
  readonly scaleDownDelayMs?: number;
  readonly scaleToZeroRetentionMs?: number;
  readonly stableWindowMs?: number;
  readonly panicWindowPercentage?: number;
  readonly panicThresholdPercentage?: number;
  readonly targetBurstCapacity?: number;
  readonly algorithm?: AggregationAlgorithm;
}

const prefix = 'autoscaling.knative.dev/';

/** What a reader makes of a text: the fields, or what it expects. */
type Reader = (text: string, config: AutoscalerConfig) => RevisionAnnotations | string;

/** Reads a value, and says what it expects unless it is acceptable. */
function checked<Value>(
  read: (text: string) => Value | undefined,
  expected: string,
  isAcceptable: (value: Value, config: AutoscalerConfig) => boolean,
  toFields: (value: Value) => RevisionAnnotations,
): Reader {
  return (text, config) => {
    const value = read(text);
    return value !== undefined && isAcceptable(value, config) ? toFields(value) : expected;
  };
}

const isWholeSecond = (valueMs: number): boolean => Number.isInteger(valueMs / 1000);
const isUpToAnHour = (valueMs: number): boolean => valueMs >= 0 && valueMs <= longestWindowMs;
const always = (): boolean => true;

const algorithms: Readonly<Record<string, AggregationAlgorithm>> = {
  linear: 'linear',
  'weighted-exponential': 'weightedExponential',
  weightedExponential: 'weightedExponential',
};
const metrics: Readonly<Record<string, ScalingMetric>> = { concurrency: 'concurrency', rps: 'rps' };

const readers: Readonly<Record<string, Reader>> = {
  class: (text) => (text === `kpa.${prefix.slice(0, -1)}` ? {} : `kpa.${prefix.slice(0, -1)}`),
  metric: checked(
    (text) => metrics[text],
    'concurrency or rps',
    always,
    (metric) => ({ metric }),
  ),
  target: checked(
    readNumber,
    `a number, ${leastTarget} or more`,
    (target) => target >= leastTarget,
    (target) => ({ target }),
  ),
  'target-utilization-percentage': checked(
    readNumber,
    'a number from 1 to 100',
    (percentage) => percentage >= 1 && percentage <= 100,
    (percentage) => ({ targetUtilization: percentage / 100 }),
  ),
  'min-scale': checked(readCount, 'a whole number, 0 or more', always, (minScale) => ({ minScale })),
  'max-scale': checked(
    readCount,
    'a whole number, 0 or more, and from 1 to max-scale-limit where that is set',
    (maxScale, { maxScaleLimit: limit }) => limit === 0 || (maxScale > 0 && maxScale <= limit),
    (maxScale) => ({ maxScale }),
  ),
  'initial-scale': checked(
    readCount,
    'a whole number, 1 or more, or 0 where allow-zero-initial-scale is true',
    (initialScale, config) => initialScale > 0 || config.isZeroInitialScaleAllowed,
    (initialScale) => ({ initialScale }),
  ),
  'activation-scale': checked(
    readCount,
    'a whole number, 1 or more',
    (activationScale) => activationScale >= 1,
    (activationScale) => ({ activationScale }),
  ),
  'scale-down-delay': checked(
    readDurationMs,
    '0s to 1h, in whole seconds',
    (delayMs) => isUpToAnHour(delayMs) && isWholeSecond(delayMs),
    (scaleDownDelayMs) => ({ scaleDownDelayMs }),
  ),
  'scale-to-zero-pod-retention-period': checked(
    readDurationMs,
    '0s to 1h',
    isUpToAnHour,
    (scaleToZeroRetentionMs) => ({ scaleToZeroRetentionMs }),
  ),
  window: checked(
    readDurationMs,
    '6s to 1h, in whole seconds',
    (windowMs) => windowMs >= leastWindowMs && isUpToAnHour(windowMs) && isWholeSecond(windowMs),
    (stableWindowMs) => ({ stableWindowMs }),
  ),
  'panic-window-percentage': checked(
    readNumber,
    'a number from 1 to 100',
    (percentage) => percentage >= 1 && percentage <= 100,
    (panicWindowPercentage) => ({ panicWindowPercentage }),
  ),
  'panic-threshold-percentage': checked(
    readNumber,
    'a number from 110 to 1000',
    (percentage) => percentage >= 110 && percentage <= 1000,
    (panicThresholdPercentage) => ({ panicThresholdPercentage }),
  ),
  'target-burst-capacity': checked(
    readNumber,
    'a number, 0 or more, or -1 for unlimited',
    (burst) => burst >= 0 || burst === -1,
    (targetBurstCapacity) => ({ targetBurstCapacity }),
  ),
  'metric-aggregation-algorithm': checked(
    (text) => algorithms[text],
    'linear or weighted-exponential',
    always,
    (algorithm) => ({ algorithm }),
  ),
};

/** `minScale`, the older spelling, means `min-scale`. */
const toKebabCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * Reads annotations; those of another domain are left alone.
 *
 * @returns what the revision sets, or every problem found.
 */
export function parseAnnotations(
  annotations: Readonly<Record<string, string>>,
  config: AutoscalerConfig,
): Parsed<RevisionAnnotations> {
  const problems: string[] = [];
  let parsed: RevisionAnnotations = {};
  for (const [key, text] of Object.entries(annotations)) {
    const reader = key.startsWith(prefix) ? readers[toKebabCase(key.slice(prefix.length))] : undefined;
    const read = reader?.(text, config) ?? {};
    if (typeof read === 'string') problems.push(`${key}: expected ${read}, got ${JSON.stringify(text)}`);
    else parsed = { ...parsed, ...read };
  }
  return toParsed(parsed, [...problems, ...findOrderProblems(parsed)]);
}

/** The minimum, the activation scale and the maximum must rise in this order. */
function findOrderProblems({ minScale = 0, maxScale = 0, activationScale }: RevisionAnnotations): string[] {
  const most = maxScale === 0 ? Infinity : maxScale;
  const problems: string[] = [];
  if (minScale > most)
    problems.push(`${prefix}min-scale: expected at most max-scale ${most}, got ${minScale}`);
  if (activationScale !== undefined && activationScale > most) {
    problems.push(`${prefix}activation-scale: expected at most max-scale ${most}, got ${activationScale}`);
  }
  return problems;
}
