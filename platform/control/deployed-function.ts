/** A deployed function with all that belongs to it: its current revision and the versions that were published. */
import { isDeepStrictEqual } from 'node:util';
import { type FunctionRevision, latestVersion } from './function-revision.ts';

/** What runs a revision. */
export interface RevisionRunner {
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

export interface DeployedFunction<Runner extends RevisionRunner> {
  readonly name: string;
  /** Changes with each update. */
  latest: DeployedRevision<Runner>;
  /** By number, in order of publication. */
  readonly versions: Map<string, PublishedVersion<Runner>>;
  /** Number of the version that was published last, 0 for none: a number is never given twice. */
  lastVersion: number;
}

/** By version; without a qualifier it is the current revision. */
export function findRevision<Runner extends RevisionRunner>(
  { latest, versions }: DeployedFunction<Runner>,
  qualifier: string = latestVersion,
): DeployedRevision<Runner> | undefined {
  return qualifier === latestVersion ? latest : versions.get(qualifier);
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
