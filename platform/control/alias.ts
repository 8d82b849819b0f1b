/** An alias: a name for a version, or for two that share its invocations. */
import { randomUUID } from 'node:crypto';
import type { AliasTarget } from '../policies/index.ts';
import { type DeployedFunction, findVersion, type RevisionRunner } from './deployed-function.ts';
import { latestVersion, toFunctionArn } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { demandRevisionId } from './revision-id.ts';

export interface Alias extends AliasTarget {
  readonly name: string;
  readonly description: string;
  readonly revisionId: string;
}

/** What a call says of an alias. */
export interface AliasChange {
  readonly version?: string | undefined;
  readonly weights?: Readonly<Record<string, number>> | undefined;
  readonly description?: string | undefined;
}

type Deployed = DeployedFunction<RevisionRunner>;

/** @throws LambdaError */
export function getAlias(deployed: Deployed, name: string): Alias {
  const alias = deployed.aliases.get(name);
  if (alias !== undefined) return alias;
  throw new LambdaError(
    'ResourceNotFoundException',
    `Cannot find alias arn: ${toFunctionArn(deployed.name, name)}`,
  );
}

/** @throws LambdaError */
export function createAlias(deployed: Deployed, name: string, change: AliasChange): Alias {
  demandAliasName(name);
  if (deployed.aliases.has(name)) {
    throw new LambdaError(
      'ResourceConflictException',
      `Alias already exists: ${toFunctionArn(deployed.name, name)}`,
    );
  }
  return putAlias(deployed, { name, version: '', weights: {}, description: '', revisionId: '' }, change);
}

/**
 * What is not named stays.
 *
 * @param revisionId - if given, the one that the alias must have.
 * @throws LambdaError
 */
export function updateAlias(
  deployed: Deployed,
  name: string,
  change: AliasChange,
  revisionId?: string,
): Alias {
  const current = getAlias(deployed, name);
  demandRevisionId(current.revisionId, revisionId);
  return putAlias(deployed, current, change);
}

/** With what was configured for it. */
export function deleteAlias(deployed: Deployed, name: string): void {
  if (!deployed.aliases.delete(name)) return;
  deployed.eventInvokeConfigs.delete(name);
  deployed.urls.delete(name);
  deployed.provisioned.delete(name);
}

function putAlias(deployed: Deployed, current: Alias, change: AliasChange): Alias {
  const alias = {
    name: current.name,
    version: change.version ?? current.version,
    weights: change.weights ?? current.weights,
    description: change.description ?? current.description,
    revisionId: randomUUID(),
  };
  demandTargets(deployed, alias);
  deployed.aliases.set(alias.name, alias);
  return alias;
}

/** A number would be taken for a version. */
function demandAliasName(name: string): void {
  if (/^(?!\d+$)[a-zA-Z0-9-_]{1,128}$/.test(name)) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: ` +
      'Member must satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+), at most 128 long',
  );
}

function demandTargets(deployed: Deployed, { version, weights }: AliasTarget): void {
  const others = Object.keys(weights);
  const refuse = (problem: string): never => {
    throw new LambdaError('InvalidParameterValueException', problem);
  };
  if (others.length > 1) refuse('Number of items in AdditionalVersionWeights cannot be greater than 1');
  if (others.includes(version)) {
    refuse(
      `Invalid function version ${version}. Function version ${version} is already included in routing configuration.`,
    );
  }
  if (others.length > 0 && (version === latestVersion || others.includes(latestVersion))) {
    refuse('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  for (const target of [version, ...others]) {
    if (findVersion(deployed, target) !== undefined) continue;
    throw new LambdaError(
      'ResourceNotFoundException',
      `Function not found: ${toFunctionArn(deployed.name, target)}`,
    );
  }
}
