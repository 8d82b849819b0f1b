/**
 * The result of a run, derived from its records: what `summary.json` holds and every report shows. Durations are
 * milliseconds, memory MiB, money US dollars; the unit is in the name.
 */
import type { MeterName } from './billing.ts';
import type { Finding } from './finding.ts';
import type { Outcome, StartKind } from './invocation.ts';
import type { ProviderDescription } from './provider.ts';
import type { ThresholdResult } from './threshold.ts';

/** A point estimate with its 95 % confidence interval; null where the sample is too small to bound it. */
export interface Estimate {
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Order statistics of a sample. A quantile is null where `n` cannot reach it (p99 of 50 values). */
export interface Distribution {
  readonly n: number;
  readonly min: number | null;
  readonly mean: number | null;
  readonly p50: Estimate | null;
  readonly p95: Estimate | null;
  readonly p99: Estimate | null;
  /** p99.9 */
  readonly p999: Estimate | null;
  readonly max: number | null;
}

export interface RunSummary {
  readonly schema: 'faasmark/summary/1';
  readonly runId: string;
  readonly scenario: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly outcome: 'completed' | 'aborted' | 'failed';
  readonly reason: string | null;
  readonly provider: ProviderDescription;
  readonly seed: number;
  /** One per function that has cold or warm samples. */
  readonly starts: readonly StartSummary[];
  readonly scaleOuts: readonly ScaleOutSummary[];
  readonly loads: readonly LoadSummary[];
  readonly cost: CostSummary | null;
  /** What each experiment concludes, in the order of the scenario. */
  readonly findings: readonly Finding[];
  readonly generator: GeneratorSummary;
  /** Up to ten distinct errors with how often each came. */
  readonly errors: readonly ErrorCount[];
  /** In the order of the scenario. */
  readonly thresholds: readonly ThresholdResult[];
}

/** Cold against warm, of one function. */
export interface StartSummary {
  readonly function: string;
  readonly runtime: string;
  readonly memoryMiB: number;
  readonly start: StartKind;
  readonly responseTimeMs: Distribution;
  readonly serviceTimeMs: Distribution;
  /** Only of cold starts. */
  readonly initDurationMs: Distribution | null;
}

/** A burst from nothing to many instances. */
export interface ScaleOutSummary {
  readonly phase: string;
  readonly function: string;
  /** Invocations that came at once. */
  readonly invocations: number;
  readonly instances: number;
  /** From the burst to the moment when as many instances ran as there were invocations; null if they never did. */
  readonly timeToAllMs: number | null;
  readonly timeToHalfMs: number | null;
  readonly newInstancesPerSecond: number | null;
  /** Instances running after each start: time since the burst, count. */
  readonly curve: readonly { readonly atMs: number; readonly instances: number }[];
  readonly responseTimeMs: Distribution;
}

/** One measured phase of load. */
export interface LoadSummary {
  readonly phase: string;
  readonly function: string;
  readonly model: 'open' | 'closed';
  /** The load in a few words. */
  readonly load: string;
  readonly targetRatePerSecond: number | null;
  readonly achievedRatePerSecond: number | null;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly startKinds: Readonly<Record<StartKind, number>>;
  readonly responseTimeMs: Distribution;
  readonly serviceTimeMs: Distribution;
  readonly instances: number;
  /** Busy instance-seconds over provisioned instance-seconds while the phase lasted; null if nobody says. */
  readonly utilisation: number | null;
}

/** What the run's invocations would have cost by a provider's price list. */
export interface CostSummary {
  readonly meter: MeterName;
  /** The meter in words. */
  readonly priceBook: string;
  readonly asOf: string;
  readonly region: string;
  readonly architecture: string;
  readonly freeTier: boolean;
  readonly sources: readonly string[];
  /** What the figures rest on that no public source settles, or that the run cannot tell. */
  readonly assumptions: readonly string[];
  readonly functions: readonly FunctionCost[];
  readonly totalUsd: number;
  readonly alwaysOn: readonly AlwaysOnComparison[];
}

export interface FunctionCost {
  readonly function: string;
  readonly memoryMiB: number;
  readonly invocations: number;
  readonly successful: number;
  /** Initialisation and run, as the provider reported them, else rounded up to a millisecond; before the meter's own rules. */
  readonly billedDurationMs: number;
  /** As billed; 0 where the provider bills something else. */
  readonly gbSeconds: number;
  /** Everything that is billed, with its amount. */
  readonly charges: readonly ItemCharge[];
  readonly computeUsd: number;
  readonly requestsUsd: number;
  readonly totalUsd: number;
  readonly costPerMillionUsd: Estimate | null;
  /** Share of the compute cost that initialisation caused, 0 to 1. */
  readonly coldStartShare: number;
  readonly shares: CostShares;
}

export interface ItemCharge {
  readonly quantity: string;
  readonly unit: string;
  readonly amount: number;
  readonly usd: number;
}

/** Which share of the cost of all invocations each part caused, 0 to 1. They overlap: a cold start may fail. */
export interface CostShares {
  /** Invocations that started cold, whole. */
  readonly coldStarts: number;
  readonly failures: number;
  /** Attempts before the last. */
  readonly retries: number;
  /** Of the invocations that cost most; null of fewer than 100. */
  readonly slowest1Percent: number | null;
  /** Null of fewer than 20. */
  readonly slowest5Percent: number | null;
}

/** The load of one function beside a machine that runs all month. */
export interface AlwaysOnComparison {
  readonly machine: string;
  readonly kind: 'virtual machine' | 'container service' | 'platform';
  readonly usdPerMonth: number;
  readonly function: string;
  /** At the load phase's own rate. */
  readonly functionUsdPerMonth: number;
  readonly ratePerSecond: number;
  /** The rate at which the function costs as much as the machine. */
  readonly breakEvenRatePerSecond: number;
  /** Share of the machine's cores that the break-even load would keep busy; above 1 it cannot carry it. */
  readonly coreShareAtBreakEven: number;
  /** Share of the cores of one such machine that this load keeps busy; above 1 one cannot carry it. */
  readonly coreShare: number;
  /** As many as carry this load. */
  readonly machines: number;
  /** What so many machines cost a month while they have nothing to do. */
  readonly idleUsdPerMonth: number;
  /** What the function's provider charges a month without any invocation. */
  readonly fixedUsdPerMonth: number;
  /** Ascending by rate, through the load's own and the break-even. */
  readonly curve: readonly BreakEvenPoint[];
}

/** A month at a steady rate: the function, and as many machines as carry it. */
export interface BreakEvenPoint {
  readonly ratePerSecond: number;
  readonly functionUsdPerMonth: number;
  readonly machines: number;
  readonly machinesUsdPerMonth: number;
}

/** How the generator itself did. */
export interface GeneratorSummary {
  /** `unknown`: the engine does not tell how late it was, and nothing else speaks against it. */
  readonly verdict: 'ok' | 'generator-limited' | 'unknown';
  /** Why it was limited; empty when ok. */
  readonly reasons: readonly string[];
  readonly scheduled: number;
  readonly sent: number;
  readonly dropped: number;
  readonly sendDelayMs: Distribution;
  readonly phases: readonly {
    readonly phase: string;
    readonly limited: boolean;
    readonly sendDelayMs: Distribution;
    /** What p99 send delay may reach: the larger of the scenario's tolerance (1 ms) and 5 % of the p50 service time. */
    readonly limitMs: number;
  }[];
}

export interface ErrorCount {
  readonly error: string;
  readonly outcome: Outcome;
  readonly count: number;
}
