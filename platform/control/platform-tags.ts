/**
 * What a function asks of this platform in particular. The Lambda API has no field for it, so it comes as tags, which
 * every client of the API can set.
 */
import { type IsolationLevel, isIsolationLevel, isolationLevels } from '../isolation/backend.ts';
import { LambdaError } from './lambda-error.ts';
import type { Tags } from './tags.ts';

export interface PlatformTags {
  /** `faasmark:isolation`; undefined for the platform's default. */
  readonly isolation: IsolationLevel | undefined;
}

const prefix = 'faasmark:';
const isolationKey = `${prefix}isolation`;
const known: readonly string[] = [isolationKey];

/** @throws LambdaError `InvalidParameterValueException` for a tag in our name that means nothing. */
export function readPlatformTags(tags: Tags): PlatformTags {
  for (const key of tags.keys()) {
    if (key.startsWith(prefix) && !known.includes(key)) {
      throw toError(key, tags.get(key), `the tags of this platform are ${known.join(', ')}`);
    }
  }
  return { isolation: readIsolation(tags.get(isolationKey)) };
}

function readIsolation(value: string | undefined): IsolationLevel | undefined {
  if (value === undefined || isIsolationLevel(value)) return value;
  throw toError(isolationKey, value, `expected one of ${isolationLevels.join(', ')}`);
}

function toError(key: string, value: string | undefined, expected: string): LambdaError {
  return new LambdaError('InvalidParameterValueException', `tag ${key}: '${value}': ${expected}`);
}
