/** A policy profile: the choices and limits that together imitate one real platform. */
import type { MeterName } from '../metering/meter.ts';
import type { AdmissionLimits } from './admission.ts';
import type { BandwidthLimits } from './bandwidth.ts';
import type { NodeChoice } from './fleet/cluster.ts';
import type { FleetPolicies } from './profile-parts.ts';

export interface PolicyProfile {
  readonly name: string;
  /** What all functions share. */
  readonly admission: AdmissionLimits;
  /** Longest initialisation before it is repeated within the invocation. */
  readonly initLimitMs: number;
  readonly meter: MeterName;
  /** Where a new instance goes, and whether idle ones make room for it. */
  readonly placement: { readonly choice: NodeChoice; readonly evicts: boolean };
  /** What a function is scaled together with, by name. Default: each function by itself. */
  readonly toScaleUnit?: (of: { readonly name: string; readonly app: string }) => string;
  /** Of a streamed response. Default: as fast as it comes. */
  readonly streaming?: BandwidthLimits;
  /** For one function. Its revisions share what the platform counts by function, each has policies of its own. */
  forFunction(nowMs: number, facts: FunctionFacts): CreatePolicies;
}

export interface FunctionFacts {
  readonly name: string;
  readonly memoryMiB: number;
}

export type CreatePolicies = () => FleetPolicies;
