/** A trace: what the functions of a real platform were asked to do, and what one wants to make of it. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';

export interface TracedFunction {
  /** The application that it is part of; on Azure Functions, what shares instances. */
  readonly app: string;
  readonly name: string;
  /** `http`, `timer`, `queue`, ...; undefined where the trace does not tell. */
  readonly trigger: string | undefined;
  /** Of the chosen part of the trace, from 0. */
  readonly arrivals: ArrivalSpec;
  /** How long its invocations took, initialisation not included; undefined where the trace does not tell. */
  readonly durationMs: TracedLaw | undefined;
  /** What its application held. */
  readonly memoryMiB: TracedLaw | undefined;
}

/** What a trace tells of values that differ from invocation to invocation. */
export interface TracedLaw {
  readonly mean: number;
  /** Ascending by both. The first is the least value that is known of, the last the greatest. */
  readonly quantiles: readonly TracedQuantile[];
}

export interface TracedQuantile {
  /** Of all values, 0 to 1. */
  readonly share: number;
  readonly value: number;
}

/** How invocations lie inside a minute of which only their number is known. */
export const placements = ['even', 'uniform', 'poisson'] as const;
/**
 * `even`: at equal distances. `uniform`: each at a random instant, so many as were recorded. `poisson`: as independent
 * callers would at the minute's rate, so that the number is random too.
 */
export type Placement = (typeof placements)[number];

export interface TraceSelection {
  /** So many functions, each as likely as the others; default: all. One without an invocation in the chosen minutes does not count. */
  readonly functions?: number;
  /** First minute, from 0; default 0. */
  readonly fromMinute?: number;
  /** Default: to the end. */
  readonly minutes?: number;
  /** Default `uniform`. */
  readonly placement?: Placement;
  /** How many times as many invocations, by thinning or repeating each function's; default 1. */
  readonly rate?: number;
  /** How many times as long the gaps are; the invocations take as long as they do. Default 1. */
  readonly time?: number;
  /** Decides which functions are chosen. */
  readonly seed: number;
}
