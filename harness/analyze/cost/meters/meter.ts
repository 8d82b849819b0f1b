/** What every meter offers: from what an instance did, to the quantities that its provider bills. Pure. */
import type { MeterOptions } from '../../../contract/billing.ts';
import type { Millis } from '../../../contract/units.ts';
import type { Quantity, Usage } from '../usage.ts';

/** One invocation; or a period in which one instance was active for several, where instances take more than one. */
export interface Activity {
  /** Memory size of the instance. */
  readonly memoryMiB: number;
  /** Time in the handler, or active. */
  readonly durationMs: Millis;
  /** Initialisation before it; 0 on a warm start. */
  readonly initDurationMs: Millis;
  /** Default 1. */
  readonly invocations?: number;
  /** Default: the memory size, a bound from above. */
  readonly usedMemoryMiB?: number | undefined;
  /** Processor time. Default: the duration, a bound from above. */
  readonly cpuMs?: Millis | undefined;
  /** What AWS Lambda itself says that it bills, as of today's rules. */
  readonly reportedMs?: Millis | undefined;
}

/** Instances that were there for some time, whatever they did. */
export interface Held {
  readonly memoryMiB: number;
  readonly durationMs: Millis;
}

export interface Meter {
  /** In words, for reports. */
  readonly title: string;
  /** As price books name it. */
  readonly provider: string;
  readonly bills: readonly Quantity[];
  /** What the figure rests on that no public source settles, or that the run cannot tell; shown with every result. */
  assumptions(options: MeterOptions): readonly string[];
  toUsage(activity: Activity, options: MeterOptions): Usage;
  /** Where something is paid for that nobody invokes. */
  toHeldUsage?(held: Held, options: MeterOptions): Usage;
}
