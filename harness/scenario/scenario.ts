/** A validated scenario: what to drive, which functions, which experiments. Everything is filled in. */
import type { MeterName, MeterOptions } from '../contract/billing.ts';
import type { EngineName, LoadModel } from '../contract/load-model.ts';
import type { IsolationLevel, Network, Runtime } from '../contract/provider.ts';
import type { SinkTarget } from '../contract/sink-target.ts';
import type { RetryPolicy } from '../contract/target.ts';
import type { ThresholdSpec } from '../contract/threshold.ts';
import type { InputSize, Language } from '../contract/workload.ts';
import type { RoundExperiment } from './experiment-configs.ts';

export interface Scenario {
  readonly name: string;
  /** Decides every random choice of the run. */
  readonly seed: number;
  readonly provider: ProviderConfig;
  readonly functions: Readonly<Record<string, FunctionConfig>>;
  readonly experiments: readonly ExperimentConfig[];
  readonly generator: GeneratorConfig;
  readonly cost: CostConfig;
  /** What the result has to hold for exit code 0. */
  readonly thresholds: readonly ThresholdSpec[];
  /** Where the run is streamed to, besides its own directory. */
  readonly sinks: readonly SinkTarget[];
}

export type ProviderConfig = ReferenceConfig | AwsLambdaConfig | HttpConfig;

/** The names of the platform's policy profiles: a scenario is read without the platform. */
export const platformProfiles = [
  'lambda',
  'lambda-2022',
  'lambda-managed-instances',
  'knative-kpa',
  'openfaas-ce',
  'openfaas-pro',
  'openwhisk',
  'openwhisk-fpc',
  'cloud-run',
  'gcf-1',
  'azure-consumption',
  'azure-flex',
  'workers',
] as const;

type PlatformProfile = (typeof platformProfiles)[number];

/** The built-in platform: started for the run, or joined at `endpoint`. */
export interface ReferenceConfig {
  readonly id: 'reference';
  readonly endpoint?: string | undefined;
  /** Real platform whose policies it runs by, for a platform that is started. Default: `lambda`. */
  readonly profile?: PlatformProfile | undefined;
  /** What is changed of that profile; which options it has is the platform's to know. */
  readonly profileOptions?: Readonly<Record<string, number | string>> | undefined;
  /** How many times faster than the clock its windows and lifetimes go. Default: 1. */
  readonly timeScale?: number | undefined;
  /** Idle life of an instance. Default: the profile's. */
  readonly instanceKeepAliveMs?: number | undefined;
  /** Instances that may run at once, over all functions. Default: the profile's. */
  readonly accountConcurrency?: number | undefined;
  /** What is to go wrong. Default: nothing. */
  readonly faults?: FaultsConfig | undefined;
}

/** As the platform takes it; `platform/faults/README.md` describes it. */
export interface FaultsConfig {
  readonly seed: number;
  /** Of every function. */
  readonly faults: readonly object[];
  /** By name, for one function in addition. */
  readonly functions: Readonly<Record<string, readonly object[]>>;
}

export interface AwsLambdaConfig {
  readonly id: 'aws-lambda';
  readonly region: string;
  /** Another endpoint that speaks the same API. */
  readonly endpoint?: string | undefined;
  /** ARN of the execution role of the functions. */
  readonly roleArn?: string | undefined;
  readonly architecture: Architecture;
}

/** Functions that are already deployed and answer over HTTP; each has its `url`. */
export interface HttpConfig {
  readonly id: 'http';
}

export const architectures = ['x86_64', 'arm64'] as const;
export type Architecture = (typeof architectures)[number];

export interface FunctionConfig {
  readonly source: FunctionSource;
  readonly memoryMiB: number;
  readonly timeoutMs: number;
  /** Which of its own inputs a function of the catalogue gets; undefined: `small`, unless there is an event. */
  readonly input?: InputSize | undefined;
  /** The event, or with `input` the fields that take the place of the input's own. */
  readonly event?: unknown;
  /** Output check; undefined: the function's own, if it comes from the catalogue. */
  readonly expectedOutput?: Readonly<Record<string, unknown>> | undefined;
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined: the provider's own. */
  readonly isolation?: IsolationLevel | undefined;
  /** Undefined: what the function needs, if it comes from the catalogue; else the provider's own. */
  readonly network?: Network | undefined;
  /** Bytes that cannot be compressed, added to its package. */
  readonly fillerMiB?: number | undefined;
  /** Undefined: an invocation has one attempt. */
  readonly retry?: RetryPolicy | undefined;
  /** Leave it out, and say so, where its runtime is missing. */
  readonly optional: boolean;
}

export type FunctionSource =
  /** A function of the catalogue. */
  | { readonly kind: 'catalog'; readonly name: string; readonly runtime: Language }
  /** The user's own folder. */
  | {
      readonly kind: 'folder';
      readonly folder: string;
      readonly runtime: Runtime;
      readonly handler: string;
    }
  | { readonly kind: 'deployed'; readonly url: string };

export type ExperimentConfig =
  | ColdStartExperiment
  | ScaleOutExperiment
  | KeepAliveExperiment
  | SpectrumExperiment
  | (LoadExperiment & { readonly kind: 'load' })
  | (LoadExperiment & { readonly kind: 'cost' })
  | MixExperiment
  | RoundExperiment;

export interface ColdStartExperiment {
  readonly kind: 'cold-start';
  readonly name: string;
  readonly functions: readonly string[];
  /** Forced cold starts of each function. */
  readonly samples: number;
  /** So many beside them that are waited for; undefined: none. */
  readonly natural?: { readonly idleMs: number; readonly samples: number } | undefined;
  /** As it was asked for; {@link functions} has all of them. */
  readonly variants?: Variants | undefined;
}

/** What of a function is varied, and the values that it takes. */
export interface Variants {
  readonly runtime?: readonly Language[] | undefined;
  readonly memoryMiB?: readonly number[] | undefined;
  readonly fillerMiB?: readonly number[] | undefined;
  readonly isolation?: readonly IsolationLevel[] | undefined;
}

export interface ScaleOutExperiment {
  readonly kind: 'scale-out';
  readonly name: string;
  readonly function: string;
  readonly demand: ScaleOutDemand;
  /** How often, each time from no instance. */
  readonly samples: number;
}

export type ScaleOutDemand =
  /** So many invocations at once. */
  | { readonly kind: 'burst'; readonly instances: number }
  /** A rate from the first moment on, or one that is reached evenly. */
  | { readonly kind: 'step' | 'ramp'; readonly ratePerSecond: number; readonly durationMs: number };

export interface SpectrumExperiment {
  readonly kind: 'spectrum';
  readonly name: string;
  /** The same function at each level; the names are those of its variants. */
  readonly function: string;
  readonly levels: readonly { readonly level: IsolationLevel; readonly function: string }[];
  /** Keeps the processor busy beside it. */
  readonly neighbour: string;
  /** Cold starts at each level. */
  readonly samples: number;
  /** Length of the warm measurements, alone and beside the neighbour. */
  readonly warmMs: number;
}

/** Times are the provider's own: a platform that runs accelerated takes less. */
export interface KeepAliveExperiment {
  readonly kind: 'keep-alive';
  readonly name: string;
  readonly function: string;
  /** Instances that are left idle at once. */
  readonly pool: number;
  readonly shortestMs: number;
  readonly longestMs: number;
  /** Of the lifetime, as a share of it. */
  readonly precision: number;
  /** How often each time is tried. */
  readonly samples: number;
}

/** The same load on functions, one after the other. */
export interface LoadExperiment {
  /** What is asked of it. */
  readonly kind: 'load' | 'cost';
  readonly name: string;
  readonly functions: readonly string[];
  /** It lasts some time: not a burst alone. */
  readonly load: LoadModel;
  /** The same load for this long, before the measurement. */
  readonly warmUpMs: number;
}

/** Several functions at once. */
export interface MixExperiment {
  readonly kind: 'mix';
  readonly name: string;
  readonly parts: readonly { readonly function: string; readonly load: LoadModel }[];
  readonly warmUpMs: number;
}

export const pacings = ['auto', 'worker', 'spin', 'timer'] as const;
export const connectionReuses = ['reuse', 'fresh'] as const;
export const protocols = ['http/1.1', 'h2'] as const;

/** What sends the load, and how. */
export interface GeneratorConfig {
  readonly engine: EngineName;
  /** Sending threads. */
  readonly workers: number;
  readonly pacing: (typeof pacings)[number];
  readonly maxConnections: number;
  readonly maxBacklog: number;
  /** A p99 send delay up to this never marks a phase as generator-limited. */
  readonly maxSendDelayMs: number;
  readonly connectionReuse: (typeof connectionReuses)[number];
  readonly protocol: (typeof protocols)[number];
}

/** By which provider's rules and prices the run is billed. */
export interface CostConfig extends MeterOptions {
  /** Undefined: `lambda`. */
  readonly meter?: MeterName | undefined;
  /** Undefined: the region of the meter's price book. */
  readonly region?: string | undefined;
  readonly architecture: Architecture;
  readonly freeTier: boolean;
}
