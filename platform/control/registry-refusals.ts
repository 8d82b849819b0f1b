/** What the registry of functions refuses, and how it says so. */
import { type DeployedFunction, listAliasesOf, type RevisionRunner } from './deployed-function.ts';
import { type FunctionRevision, toFunctionArn } from './function-revision.ts';
import { LambdaError } from './lambda-error.ts';
import { quotas } from './quotas.ts';

/** @param qualifier - version or alias that is not there; undefined when the function itself is not. */
export function toNotFound(name: string, qualifier?: string): LambdaError {
  return new LambdaError(
    'ResourceNotFoundException',
    `Function not found: ${toFunctionArn(name, qualifier)}`,
  );
}

/** @param sha256 - digest that the code must have; undefined for any. @throws LambdaError */
export function demandCode({ code }: FunctionRevision, sha256: string | undefined): void {
  if (sha256 === undefined || sha256 === code.sha256) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `CodeSHA256 (${sha256}) is different from current CodeSHA256 in $LATEST (${code.sha256}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}

/** A version that an alias is for cannot go. @throws LambdaError */
export function demandUnaliased(deployed: DeployedFunction<RevisionRunner>, version: string): void {
  if (deployed.aliases.has(version)) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'Deletion of aliases is not currently supported.',
    );
  }
  const aliases = listAliasesOf(deployed, version);
  if (aliases.length === 0) return;
  throw new LambdaError(
    'ResourceConflictException',
    `Version ${version} cannot be deleted: it is in use by ${aliases.join(', ')}`,
  );
}

/** @param count - functions that are there. */
export function demandFew(count: number): void {
  if (count < quotas.functions) return;
  throw new LambdaError('ServiceQuotaExceededException', `This platform keeps ${quotas.functions} functions`);
}
