/** A deployed function as it outlives the platform: all but what runs it. */
import type { Codec } from '../storage/data-store.ts';
import type { Alias } from './alias.ts';
import { type StoredCode, toStoredCode } from './code-store.ts';
import type { DeployedFunction, RevisionRunner, StoredEventInvokeConfig } from './deployed-function.ts';
import type { FunctionUrl } from './function-url.ts';
import type { ProvisionedConfig } from './provisioned-concurrency.ts';
import type { FunctionRevision } from './function-revision.ts';

export interface StoredRevision extends Omit<FunctionRevision, 'code'> {
  readonly code: StoredCode;
}

export interface StoredVersion {
  readonly revision: StoredRevision;
  readonly source: StoredRevision;
}

export interface StoredFunction {
  readonly name: string;
  readonly latest: StoredRevision;
  readonly versions: readonly StoredVersion[];
  readonly lastVersion: number;
  readonly aliases: readonly Alias[];
  readonly eventInvokeConfigs: readonly (readonly [string, StoredEventInvokeConfig])[];
  /** Undefined in what was stored before there were any. */
  readonly urls?: readonly (readonly [string, FunctionUrl])[];
  /** Undefined in what was stored before there was any. */
  readonly provisioned?: readonly (readonly [string, ProvisionedConfig])[];
  readonly tags: readonly (readonly [string, string])[];
  readonly reservedConcurrency: number | undefined;
}

/** It is JSON as it is. */
export const storedFunctionCodec: Codec<StoredFunction> = {
  toJson: (stored) => stored,
  fromJson: (json) => json as StoredFunction,
};

export function toStoredFunction(
  deployed: DeployedFunction<RevisionRunner>,
  reservedConcurrency: number | undefined,
): StoredFunction {
  return {
    name: deployed.name,
    latest: toStoredRevision(deployed.latest.revision),
    versions: [...deployed.versions.values()].map(({ revision, source }) => ({
      revision: toStoredRevision(revision),
      source: toStoredRevision(source),
    })),
    lastVersion: deployed.lastVersion,
    aliases: [...deployed.aliases.values()],
    eventInvokeConfigs: [...deployed.eventInvokeConfigs],
    urls: [...deployed.urls],
    provisioned: [...deployed.provisioned],
    tags: [...deployed.tags],
    reservedConcurrency,
  };
}

/** The archives of a function. */
export function listArchives({ latest, versions }: StoredFunction): string[] {
  return [latest, ...versions.map(({ revision }) => revision)].map(({ code }) => code.id);
}

function toStoredRevision(revision: FunctionRevision): StoredRevision {
  return { ...revision, code: toStoredCode(revision.code) };
}
