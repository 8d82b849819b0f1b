/**
 * What an adapter does for the harness: connect to a provider, deploy functions, say how to invoke them, and remove
 * everything again. Abilities that not every provider has are separate interfaces, found by their method.
 */
import type { Clock } from './clock.ts';
import type { FaasmarkError } from './errors.ts';
import type { InvocationTarget, RetryPolicy } from './target.ts';
import type { Millis, Nanos } from './units.ts';

/** `provided`: an executable `bootstrap` that speaks the Lambda Runtime API. */
export type Runtime = 'nodejs' | 'python' | 'provided';

/** What holds the instances of a function apart, from the least to the most. */
export const isolationLevels = ['isolate', 'process', 'container', 'microvm'] as const;
export type IsolationLevel = (typeof isolationLevels)[number];

export const networks = ['none', 'host'] as const;
/** `host`: the network of the machine that it runs on. */
export type Network = (typeof networks)[number];

export interface FunctionSpec {
  /** The scenario's name of the function; the adapter adds the run tag to the deployed name. */
  readonly name: string;
  readonly code: FunctionCode;
  readonly memoryMiB: number;
  readonly timeoutMs: Millis;
  readonly environment: Readonly<Record<string, string>>;
  /** Where the provider lets one choose; default: the provider's own. */
  readonly isolation?: IsolationLevel;
  /** What it may reach of the network, where the provider lets one choose; default: the provider's own. */
  readonly network?: Network;
  /** The event of every invocation, as JSON text. */
  readonly event: string;
  /** See {@link InvocationTarget.expectedOutput}. */
  readonly expectedOutput?: Readonly<Record<string, unknown>>;
  readonly retry?: RetryPolicy;
}

export type FunctionCode =
  /** Files to deploy. */
  | ({ readonly kind: 'package' } & PackagedCode)
  /** Somebody deployed it already; it answers at the URL. */
  | { readonly kind: 'deployed'; readonly url: string };

export interface PackagedCode {
  readonly runtime: Runtime;
  /** `file.function` as on AWS Lambda; ignored by `provided`. */
  readonly handler: string;
  readonly files: readonly PackageFile[];
}

/** One file of a package: its path inside the package, and where it is on this machine, or what is in it. */
export type PackageFile = { readonly path: string } & (
  | { readonly source: string }
  /** `data` cannot be compressed; a `program` may be executed. */
  | { readonly content: () => Buffer; readonly kind: 'data' | 'program' }
);

export interface AdapterContext {
  readonly clock: Clock;
  /** Every resource carries it: in its name and, where the provider has tags, as a tag. */
  readonly runId: string;
  /** The provider is gone in the middle of the run: the run is ended with this error. */
  lost(error: FaasmarkError): void;
  /** What the user keeps in the environment: credentials, tokens. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Makes a provider out of its part of the scenario. */
export interface Adapter<Config> {
  readonly id: string;
  connect(config: Config, context: AdapterContext, signal: AbortSignal): Promise<Provider>;
}

export interface Provider {
  /** For the manifest and the report: what was driven, with versions. Never a secret. */
  readonly description: ProviderDescription;
  /**
   * @throws FaasmarkError `RUNTIME_MISSING`, `DEPLOY_FAILED`.
   */
  deploy(spec: FunctionSpec, signal: AbortSignal): Promise<Deployment>;
  /** Ends what `connect` started. Safe to call twice. */
  close(): Promise<void>;
}

export interface ProviderDescription {
  readonly id: string;
  readonly endpoint: string;
  readonly details: Readonly<Record<string, string>>;
  /** How many times faster than the clock its windows and lifetimes go; absent: as fast. */
  readonly timeScale?: number;
}

export interface Deployment {
  readonly function: string;
  readonly target: InvocationTarget;
  /** Time from the first request to the function being ready for invocations. */
  readonly deployDurationMs: Millis;
  /** Removes everything that `deploy` made. Safe to call twice. */
  remove(): Promise<void>;
}

/** Ability of a deployment: its idle instances can be discarded, so that the next invocation is a cold start. */
export interface ForcesColdStart {
  forceColdStart(signal: AbortSignal): Promise<void>;
}

/** Ability of a deployment: it takes events for which nobody waits. */
export interface InvokesAsync {
  readonly asyncTarget: InvocationTarget;
}

/** Ability of a deployment: its instances can be made to die as if their machine had. */
export interface KillsInstances {
  /** Kills one, busy or not, without a word to whoever waits for it. @returns which, if there was any. */
  killInstance(signal: AbortSignal): Promise<string | undefined>;
}

/** Ability of a deployment: the provider says which instances lived when. */
export interface ListsInstances {
  listInstances(signal: AbortSignal): Promise<readonly InstanceRecord[]>;
}

/** The life of one instance as the provider tells it, on the run's clock. */
export interface InstanceRecord {
  readonly instance: string;
  readonly function: string;
  readonly requestedAt: Nanos;
  /** What holds it apart is there, and the runtime begins in it. Undefined where nobody tells. */
  readonly sandboxUpAt?: Nanos | undefined;
  /** The runtime runs, and begins to load the function. Undefined where nobody tells. */
  readonly runtimeUpAt?: Nanos | undefined;
  /** Undefined while it is still initialising. */
  readonly readyAt: Nanos | undefined;
  /** Undefined while it lives. */
  readonly removedAt: Nanos | undefined;
  readonly busyMs: Millis;
  readonly isolation: string;
  /** How it came to be: `new`, `prewarmed`, `createdAhead`, `forked`, `restored`. Undefined where nobody tells. */
  readonly origin?: string | undefined;
  /** The provider's id of its first invocation: the one that waited for it, if any did. */
  readonly firstRequestId?: string | undefined;
  /** Why it was removed: `idle`, `replaced`, `timeout`, `memory`, `crash`, `shutdown`. */
  readonly cause: string | undefined;
}

export function forcesColdStart(deployment: Deployment): deployment is Deployment & ForcesColdStart {
  return 'forceColdStart' in deployment;
}

export function invokesAsync(deployment: Deployment): deployment is Deployment & InvokesAsync {
  return 'asyncTarget' in deployment;
}

export function killsInstances(deployment: Deployment): deployment is Deployment & KillsInstances {
  return 'killInstance' in deployment;
}

export function listsInstances(deployment: Deployment): deployment is Deployment & ListsInstances {
  return 'listInstances' in deployment;
}
