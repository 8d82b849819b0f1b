/** What may be declared to go wrong: sealed, so that each kind is read, decided and injected, or nothing compiles. */
import type { DurationLaw } from '../simulation/durations.ts';

/** Where time may be added, in the order in which an invocation meets them. */
export const delayStages = ['placement', 'sandbox', 'runtime', 'code', 'handler', 'answer'] as const;
export type DelayStage = (typeof delayStages)[number];

/** docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: `Reason` of TooManyRequestsException (November 2026). */
export const throttleReasons = [
  'ConcurrentInvocationLimitExceeded',
  'FunctionInvocationRateLimitExceeded',
  'ReservedFunctionConcurrentInvocationLimitExceeded',
  'ReservedFunctionInvocationRateLimitExceeded',
  'CallerRateLimitExceeded',
  'ConcurrentSnapshotCreateLimitExceeded',
] as const;

export const crashMoments = ['before', 'during', 'after'] as const;
export const transferDirections = ['request', 'answer', 'both'] as const;
export const skewedClocks = ['instance', 'gateway'] as const;

export type FaultKind =
  | { readonly kind: 'delay'; readonly stage: DelayStage; readonly ms: DurationLaw }
  | {
      readonly kind: 'crash';
      /** After: the handler has run, and its answer is lost with the instance. */
      readonly when: (typeof crashMoments)[number];
      /** From the handler's start, of one that comes during it. */
      readonly afterMs: DurationLaw;
    }
  | { readonly kind: 'refuseStart' }
  | {
      readonly kind: 'throttle';
      readonly reason: (typeof throttleReasons)[number];
      readonly retryAfterMs: number;
    }
  | { readonly kind: 'freeze'; readonly afterMs: DurationLaw; readonly ms: DurationLaw }
  | {
      readonly kind: 'slowNetwork';
      readonly direction: (typeof transferDirections)[number];
      readonly latencyMs: DurationLaw;
      /** Undefined: as fast as it comes. */
      readonly bytesPerSecond: number | undefined;
    }
  | { readonly kind: 'loseEvent' }
  | { readonly kind: 'doubleEvent' }
  | {
      readonly kind: 'clockSkew';
      readonly of: (typeof skewedClocks)[number];
      /** Signed. */ readonly ms: DurationLaw;
    };

/** When a fault of a kind is met. */
export interface FaultRule {
  readonly fault: FaultKind;
  /** 0 to 1. */
  readonly probability: number;
  /** Since the declaration took effect; the end is out. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Most times that it is injected. */
  readonly most: number;
}

export interface FaultDeclaration {
  readonly seed: number;
  /** For every function. */
  readonly faults: readonly FaultRule[];
  /** By name, for one function in addition. */
  readonly functions: ReadonlyMap<string, readonly FaultRule[]>;
}
