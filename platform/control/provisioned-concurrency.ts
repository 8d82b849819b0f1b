/** Provisioned concurrency of versions and aliases (docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html, November 2026). */
import type { DeployedFunction, RevisionRunner } from './deployed-function.ts';
import { listAliasesOf } from './deployed-function.ts';
import { latestVersion } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';

export interface ProvisionedConfig {
  readonly requested: number;
  /** In milliseconds since the Unix epoch. */
  readonly modifiedEpochMs: number;
}

type Deployed = Pick<DeployedFunction<RevisionRunner>, 'aliases' | 'provisioned'>;

/** How many of each version are to be kept ready: an alias of two shares its own out as it does its invocations. */
export function toProvisionedVersions({ aliases, provisioned }: Deployed): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (version: string, count: number): void => {
    counts.set(version, (counts.get(version) ?? 0) + count);
  };
  for (const [qualifier, { requested }] of provisioned) {
    const { version, weights } = aliases.get(qualifier) ?? { version: qualifier, weights: {} };
    let left = requested;
    for (const [other, weight] of Object.entries(weights)) {
      const share = Math.round(requested * weight);
      add(other, share);
      left -= share;
    }
    add(version, left);
  }
  return counts;
}

export function sumProvisioned({ provisioned }: Pick<Deployed, 'provisioned'>): number {
  return [...provisioned.values()].reduce((sum, { requested }) => sum + requested, 0);
}

/**
 * @param qualifier - version or alias, which is there.
 * @throws LambdaError when it cannot have any.
 */
export function demandProvisionable(
  deployed: DeployedFunction<RevisionRunner>,
  qualifier: string | undefined,
): string {
  if (qualifier === undefined || qualifier === latestVersion) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
    );
  }
  const alias = deployed.aliases.get(qualifier);
  if (alias === undefined) {
    const isTaken = listAliasesOf(deployed, qualifier).some((name) => deployed.provisioned.has(name));
    if (isTaken) refuse('Version is pointed by a Provisioned alias');
    return qualifier;
  }
  const versions = [alias.version, ...Object.keys(alias.weights)];
  if (versions.includes(latestVersion)) {
    refuse('Provisioned Concurrency Configs cannot be applied to unpublished function versions.');
  }
  if (versions.some((version) => deployed.provisioned.has(version))) {
    refuse("Alias can't be used for Provisioned Concurrency configuration on an already Provisioned version");
  }
  return qualifier;
}

function refuse(problem: string): never {
  throw new LambdaError('InvalidParameterValueException', problem);
}
