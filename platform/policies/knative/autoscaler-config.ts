/** Configuration of the autoscaler for all revisions, with Knative's defaults (config/core/configmaps/autoscaler.yaml). */
import { type Parsed, readBoolean, readDurationMs, readNumber, toParsed } from './read-setting.ts';

export interface AutoscalerConfig {
  /** Share of an instance's concurrency that is aimed at. */
  readonly concurrencyUtilization: number;
  /** Concurrency of an instance that sets no limit of its own. */
  readonly concurrencyTarget: number;
  readonly requestsPerSecondTarget: number;
  /** Share of the requests a second that is aimed at; the map has no key for it. */
  readonly requestsUtilization: number;
  readonly targetBurstCapacity: number;
  readonly stableWindowMs: number;
  readonly panicWindowPercentage: number;
  readonly panicThresholdPercentage: number;
  readonly maxScaleUpRate: number;
  readonly maxScaleDownRate: number;
  readonly isScaleToZeroEnabled: boolean;
  readonly scaleToZeroGraceMs: number;
  /** Least time that the last instance stays after the traffic has ended. */
  readonly scaleToZeroRetentionMs: number;
  readonly scaleDownDelayMs: number;
  readonly activatorCapacity: number;
  readonly initialScale: number;
  readonly isZeroInitialScaleAllowed: boolean;
  readonly minScale: number;
  /** 0: unlimited. */
  readonly maxScale: number;
  /** What a revision may set as its maximum at most; 0: anything. */
  readonly maxScaleLimit: number;
}

export const defaultAutoscalerConfig: AutoscalerConfig = {
  concurrencyUtilization: 0.7,
  concurrencyTarget: 100,
  requestsPerSecondTarget: 200,
  requestsUtilization: 0.7,
  targetBurstCapacity: 211,
  stableWindowMs: 60_000,
  panicWindowPercentage: 10,
  panicThresholdPercentage: 200,
  maxScaleUpRate: 1000,
  maxScaleDownRate: 2,
  isScaleToZeroEnabled: true,
  scaleToZeroGraceMs: 30_000,
  scaleToZeroRetentionMs: 0,
  scaleDownDelayMs: 0,
  activatorCapacity: 100,
  initialScale: 1,
  isZeroInitialScaleAllowed: false,
  minScale: 0,
  maxScale: 0,
  maxScaleLimit: 0,
};

/** Smallest target of any metric. */
export const leastTarget = 0.01;
export const leastWindowMs = 6000;
export const longestWindowMs = 3_600_000;

const isWhole = (value: number): boolean => Number.isInteger(value);
const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** Each rule: the key it is about, what it expects, and whether the configuration keeps it. */
type Rule = readonly [key: string, expected: string, isKept: (config: AutoscalerConfig) => boolean];

const rules: readonly Rule[] = [
  ['scale-to-zero-grace-period', 'more than 0', (config) => config.scaleToZeroGraceMs > 0],
  [
    'scale-down-delay',
    '0 or more, in whole seconds',
    ({ scaleDownDelayMs: delayMs }) => delayMs >= 0 && isWhole(delayMs / 1000),
  ],
  ['scale-to-zero-pod-retention-period', '0 or more', (config) => config.scaleToZeroRetentionMs >= 0],
  [
    'target-burst-capacity',
    '0 or more, or -1 for unlimited',
    ({ targetBurstCapacity: burst }) => burst >= 0 || burst === -1,
  ],
  [
    'container-concurrency-target-percentage',
    'more than 0 and at most 100',
    ({ concurrencyUtilization: share }) => share > 0 && share <= 1,
  ],
  [
    'container-concurrency-target-default',
    `times the target percentage at least ${leastTarget}`,
    (config) => config.concurrencyUtilization * config.concurrencyTarget >= leastTarget,
  ],
  [
    'requests-per-second-target-default',
    `${leastTarget} or more`,
    (config) => config.requestsPerSecondTarget >= leastTarget,
  ],
  ['activator-capacity', '1 or more', (config) => config.activatorCapacity >= 1],
  ['max-scale-up-rate', 'more than 1', (config) => config.maxScaleUpRate > 1],
  ['max-scale-down-rate', 'more than 1', (config) => config.maxScaleDownRate > 1],
  [
    'stable-window',
    '6s to 1h, in whole seconds',
    ({ stableWindowMs: windowMs }) =>
      isWithin(windowMs, leastWindowMs, longestWindowMs) && isWhole(windowMs / 1000),
  ],
  ['panic-window-percentage', '1 to 100', (config) => isWithin(config.panicWindowPercentage, 1, 100)],
  [
    'panic-threshold-percentage',
    '110 to 1000',
    (config) => isWithin(config.panicThresholdPercentage, 110, 1000),
  ],
  [
    'initial-scale',
    'a whole number, 1 or more, or 0 where allow-zero-initial-scale is true',
    ({ initialScale, isZeroInitialScaleAllowed: isZeroAllowed }) =>
      isWhole(initialScale) && initialScale >= (isZeroAllowed ? 0 : 1),
  ],
  ['min-scale', 'a whole number, 0 or more', ({ minScale }) => isWhole(minScale) && minScale >= 0],
  [
    'max-scale-limit',
    'a whole number, 0 or more',
    ({ maxScaleLimit: limit }) => isWhole(limit) && limit >= 0,
  ],
  [
    'max-scale',
    'a whole number, 0 or more, and from 1 to max-scale-limit where that is set',
    ({ maxScale, maxScaleLimit }) =>
      isWhole(maxScale) && isWithin(maxScale, maxScaleLimit > 0 ? 1 : 0, maxScaleLimit || Infinity),
  ],
];

/** @returns a sentence for each rule that is broken; none for a valid configuration. */
export function findConfigProblems(config: AutoscalerConfig): readonly string[] {
  return rules
    .filter(([, , isKept]) => !isKept(config))
    .map(([key, expected]) => `${key}: expected ${expected}`);
}

type Reader = (text: string) => Partial<AutoscalerConfig> | undefined;

function setting<Field extends keyof AutoscalerConfig>(
  field: Field,
  read: (text: string) => AutoscalerConfig[Field] | undefined,
): Reader {
  return (text) => {
    const value = read(text);
    return value === undefined ? undefined : { [field]: value };
  };
}

const readers: Readonly<Record<string, Reader>> = {
  'container-concurrency-target-percentage': setting('concurrencyUtilization', (text) => {
    const value = readNumber(text);
    // Values up to 1 have always been taken for shares.
    return value !== undefined && value > 1 ? value / 100 : value;
  }),
  'container-concurrency-target-default': setting('concurrencyTarget', readNumber),
  'requests-per-second-target-default': setting('requestsPerSecondTarget', readNumber),
  'target-burst-capacity': setting('targetBurstCapacity', readNumber),
  'stable-window': setting('stableWindowMs', readDurationMs),
  'panic-window-percentage': setting('panicWindowPercentage', readNumber),
  'panic-threshold-percentage': setting('panicThresholdPercentage', readNumber),
  'max-scale-up-rate': setting('maxScaleUpRate', readNumber),
  'max-scale-down-rate': setting('maxScaleDownRate', readNumber),
  'enable-scale-to-zero': setting('isScaleToZeroEnabled', readBoolean),
  'scale-to-zero-grace-period': setting('scaleToZeroGraceMs', readDurationMs),
  'scale-to-zero-pod-retention-period': setting('scaleToZeroRetentionMs', readDurationMs),
  'scale-down-delay': setting('scaleDownDelayMs', readDurationMs),
  'activator-capacity': setting('activatorCapacity', readNumber),
  'initial-scale': setting('initialScale', readNumber),
  'allow-zero-initial-scale': setting('isZeroInitialScaleAllowed', readBoolean),
  'min-scale': setting('minScale', readNumber),
  'max-scale': setting('maxScale', readNumber),
  'max-scale-limit': setting('maxScaleLimit', readNumber),
};

/**
 * Reads the entries of the `config-autoscaler` map; keys that it does not know are left alone, as Knative does.
 *
 * @returns the configuration, or every problem found in it.
 */
export function parseAutoscalerConfig(entries: Readonly<Record<string, string>>): Parsed<AutoscalerConfig> {
  const problems: string[] = [];
  let config = defaultAutoscalerConfig;
  for (const [key, text] of Object.entries(entries)) {
    const reader = readers[key];
    const read = reader === undefined ? {} : reader(text.trim());
    if (read === undefined) problems.push(`${key}: cannot read ${JSON.stringify(text)}`);
    config = { ...config, ...read };
  }
  return toParsed(config, [...problems, ...findConfigProblems(config)]);
}
