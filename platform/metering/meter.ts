/** From time used to time billed: pure rounding, one function a set of rules. */

export interface MeteredTime {
  /** Run time of the invocation. */
  readonly durationMs: number;
  /** Initialisation before the invocation; undefined on a warm start. */
  readonly initDurationMs: number | undefined;
}

/** Gives the billed duration in whole milliseconds. */
export type Meter = (time: MeteredTime) => number;

export type MeterName =
  | 'lambda'
  | 'lambdaBefore2025-08-01'
  /** Initialisation and run, as records of OpenWhisk have it. */
  | 'wallClock'
  | 'googleCloud'
  | 'azureConsumption'
  | 'azureFlex'
  | 'workers';

/**
 * AWS Lambda since 1 August 2025: initialisation is billed for every function
 * (aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase). A real line has 3000.00 + 67.49 → 3068.
 */
const lambda: Meter = ({ durationMs, initDurationMs = 0 }) =>
  ceilMillis(roundToHundredths(initDurationMs) + roundToHundredths(durationMs));

/** AWS Lambda before, for zip packages on managed runtimes: a real line has 8.40 with Init 170.13 → 9. */
const lambdaBefore: Meter = ({ durationMs }) => ceilMillis(durationMs);

/** From the request to its end, in steps of 100 ms: 260 → 300 (cloud.google.com/functions/pricing-1stgen, archived). */
const googleCloud: Meter = ({ durationMs, initDurationMs = 0 }) =>
  100 * Math.max(1, Math.ceil(roundToHundredths(initDurationMs + durationMs) / 100));

/** 1 ms, 100 ms at least (azure.microsoft.com/pricing/details/functions, from memory). */
const azureConsumption: Meter = ({ durationMs }) => Math.max(100, ceilMillis(durationMs));

/** Steps of 100 ms, 1,000 ms at least (learn.microsoft.com/azure/azure-functions/flex-consumption-plan). */
const azureFlex: Meter = ({ durationMs }) =>
  Math.max(1000, 100 * Math.ceil(roundToHundredths(durationMs) / 100));

export const meters: Readonly<Record<MeterName, Meter>> = {
  lambda,
  'lambdaBefore2025-08-01': lambdaBefore,
  wallClock: lambda,
  googleCloud,
  azureConsumption,
  azureFlex,
  // Of processor time, which is at most this.
  workers: lambdaBefore,
};

/**
 * To whole milliseconds, up, and at least one.
 *
 * Durations are stated to a hundredth of a millisecond, and the bill must follow from what is stated.
 */
function ceilMillis(durationMs: number): number {
  return Math.max(1, Math.ceil(roundToHundredths(durationMs)));
}

/** To hundredths of a millisecond, the precision of a REPORT line. */
export function roundToHundredths(durationMs: number): number {
  return Math.round(durationMs * 100) / 100;
}
