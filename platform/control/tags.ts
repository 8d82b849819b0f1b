/** The tags of a function: for whoever looks after it, without effect. */
import type { DeployedFunction, RevisionRunner } from './deployed-function.ts';
import { LambdaError } from './lambda-error.ts';
import { quotas } from './quotas.ts';
import { isRecord } from './read-settings.ts';

export type Tags = ReadonlyMap<string, string>;

/** @throws LambdaError `InvalidParameterValueException` for what are no tags. */
export function readTags(value: unknown): Tags {
  const { tagKeyLength, tagValueLength } = quotas;
  const isTag = ([key, text]: readonly [string, unknown]): boolean =>
    key !== '' &&
    key.length <= tagKeyLength &&
    // AWS keeps them for itself.
    !key.toLowerCase().startsWith('aws:') &&
    typeof text === 'string' &&
    text.length <= tagValueLength;
  const tags = isRecord(value) ? Object.entries(value) : undefined;
  if (tags?.every(isTag) === true) return demandFew(new Map(tags as [string, string][]));
  throw new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${JSON.stringify(value) ?? 'null'}' at 'tags' failed to satisfy constraint: ` +
      `Member must be a map of strings, keys of 1 to ${tagKeyLength} characters that do not begin with aws:, values of at most ${tagValueLength}`,
  );
}

/**
 * Adds tags to those a function has, or replaces them.
 *
 * @throws LambdaError when there would be too many.
 */
export function addTags(deployed: DeployedFunction<RevisionRunner>, tags: Tags): void {
  deployed.tags = demandFew(new Map([...deployed.tags, ...tags]));
}

/** What is not there is as good as removed. */
export function removeTags(deployed: DeployedFunction<RevisionRunner>, keys: readonly string[]): void {
  deployed.tags = new Map([...deployed.tags].filter(([key]) => !keys.includes(key)));
}

function demandFew(tags: Tags): Tags {
  if (tags.size <= quotas.tags) return tags;
  throw new LambdaError('InvalidParameterValueException', 'Number of tags exceeds resource tag limit.');
}
