/** What is simulated, wherever it comes from: functions, each with its arrivals and its durations. */
import type { DurationLaw } from '../../../platform/simulation/durations.ts';
import type { ArrivalSpec } from '../../contract/arrivals.ts';

export interface SimulatedSource {
  readonly name: string;
  /** Default: itself. */
  readonly app?: string;
  readonly memoryMiB: number;
  /** Of a warm invocation. */
  readonly service: DurationLaw;
  /** Until a new instance is ready. */
  readonly init: DurationLaw;
  readonly arrivals: ArrivalSpec;
}

/** What flags say of functions for which their source does not. */
export interface SourceDefaults {
  readonly arrivals: ArrivalSpec;
  readonly service: DurationLaw;
  readonly init: DurationLaw;
  readonly memoryMiB: number;
}
