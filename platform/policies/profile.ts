/** A policy profile: the choices and limits that together imitate one real platform. */
import type { MeterName } from '../metering/meter.ts';
import type { AdmissionLimits } from './admission.ts';
import type { BandwidthLimits } from './bandwidth.ts';
import type { PlacementLimits } from './placement/machine-memory.ts';
import type { TokenBucketLimits } from './token-bucket.ts';

export interface PolicyProfile {
  readonly name: string;
  readonly admission: AdmissionLimits;
  /** Rate at which one function may start instances. */
  readonly starts: TokenBucketLimits;
  readonly placement: PlacementLimits;
  /** Idle life of an instance. */
  readonly idleLifetimeMs: number;
  /** Longest initialisation before it is repeated within the invocation. */
  readonly initLimitMs: number;
  readonly meter: MeterName;
  /** Of a streamed response. Default: as fast as it comes. */
  readonly streaming?: BandwidthLimits;
}
