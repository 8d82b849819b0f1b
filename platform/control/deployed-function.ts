/** A deployed function with all that belongs to it: its current revision, what was published, its aliases, its events, its tags. */
import { isDeepStrictEqual } from 'node:util';
import { chooseVersion } from '../policies/index.ts';
import type { Alias } from './alias.ts';
import type { EventInvokeConfig } from './event-invoke-config.ts';
import { type FunctionRevision, latestVersion } from './function-revision.ts';
import type { FunctionUrl } from './function-url.ts';
import type { ProvisionedConfig } from './provisioned-concurrency.ts';
import type { Tags } from './tags.ts';

/** What runs a revision. */
export interface RevisionRunner {
  /**
   * The revision is current or published, or the tags of its function have changed. Resolves when it can be invoked: a
   * snapshot takes as long as an initialisation.
   */
  prepare(): Promise<void>;
  /** Keeps as many instances started, from now on. */
  provision(count: number): void;
  /** Takes nothing more. Resolves when the revision's last instance is gone. */
  retire(): Promise<void>;
}

export interface DeployedRevision<Runner extends RevisionRunner> {
  readonly revision: FunctionRevision;
  readonly runner: Runner;
}

export interface PublishedVersion<Runner extends RevisionRunner> extends DeployedRevision<Runner> {
  /** What was current when it was published. */
  readonly source: FunctionRevision;
}

export interface StoredEventInvokeConfig extends EventInvokeConfig {
  /** In milliseconds since the Unix epoch. */
  readonly modifiedEpochMs: number;
}

export interface DeployedFunction<Runner extends RevisionRunner> {
  readonly name: string;
  /** Changes with each update. */
  latest: DeployedRevision<Runner>;
  /** By number, in order of publication. */
  readonly versions: Map<string, PublishedVersion<Runner>>;
  /** Number of the version that was published last, 0 for none: a number is never given twice. */
  lastVersion: number;
  readonly aliases: Map<string, Alias>;
  /** By version or alias. */
  readonly eventInvokeConfigs: Map<string, StoredEventInvokeConfig>;
  /** By alias, or `$LATEST` for the function. */
  readonly urls: Map<string, FunctionUrl>;
  /** By version or alias. */
  readonly provisioned: Map<string, ProvisionedConfig>;
  /** Of all versions. */
  tags: Tags;
}

export function findVersion<Runner extends RevisionRunner>(
  { latest, versions }: DeployedFunction<Runner>,
  version: string,
): DeployedRevision<Runner> | undefined {
  return version === latestVersion ? latest : versions.get(version);
}

/**
 * By version or alias; without a qualifier it is the current revision.
 *
 * @param draw - 0 to below 1, for an alias of two versions; without one it is the one that the alias is for.
 */
export function findRevision<Runner extends RevisionRunner>(
  deployed: DeployedFunction<Runner>,
  qualifier: string = latestVersion,
  draw?: () => number,
): DeployedRevision<Runner> | undefined {
  const alias = deployed.aliases.get(qualifier);
  if (alias === undefined) return findVersion(deployed, qualifier);
  return findVersion(deployed, draw === undefined ? alias.version : chooseVersion(alias, draw()));
}

/** The names of the aliases by which a version can be called. */
export function listAliasesOf({ aliases }: DeployedFunction<RevisionRunner>, version: string): string[] {
  return [...aliases.values()]
    .filter((alias) => alias.version === version || Object.hasOwn(alias.weights, version))
    .map(({ name }) => name);
}

/** The current one first, then the versions in order. */
export function listRevisions<Runner extends RevisionRunner>({
  latest,
  versions,
}: DeployedFunction<Runner>): DeployedRevision<Runner>[] {
  return [latest, ...versions.values()];
}

/** The version that was published last, if what is current has not changed since. */
export function findUnchangedVersion<Runner extends RevisionRunner>({
  latest: { revision },
  versions,
  lastVersion,
}: DeployedFunction<Runner>): PublishedVersion<Runner> | undefined {
  const last = versions.get(String(lastVersion));
  const isUnchanged =
    last?.source.code.sha256 === revision.code.sha256 &&
    isDeepStrictEqual(last.source.settings, revision.settings);
  return isUnchanged ? last : undefined;
}
