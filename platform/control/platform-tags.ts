/**
 * What a function asks of this platform in particular. The Lambda API has no field for it, so it comes as tags, which
 * every client of the API can set.
 */
import { isDeepStrictEqual } from 'node:util';
import { type IsolationLevel, isIsolationLevel, isolationLevels } from '../isolation/backend.ts';
import type { Network } from '../isolation/namespaces/sandbox-server.ts';
import type { ProfileOptions } from '../policies/profiles/options.ts';
import {
  isProfileName,
  type ProfileName,
  profileNames,
  toProfileOptions,
} from '../policies/profiles/registry.ts';
import { LambdaError } from './lambda-error.ts';
import type { Tags } from './tags.ts';

export interface PlatformTags {
  /** `faasmark:isolation`; undefined for the platform's default. */
  readonly isolation: IsolationLevel | undefined;
  /** `faasmark:ahead`: how many sandboxes to keep made for its next instances; 0 without it. */
  readonly ahead: number;
  /** `faasmark:network`: what it reaches; undefined for the platform's default. */
  readonly network: Network | undefined;
  /** `faasmark:profile`: the platform whose policies it runs by; undefined for the platform's default. */
  readonly profile: ProfileName | undefined;
  /** `faasmark:profile-options`: as `routing=random idleLifetimeMs=60000`; of the profile that it runs by. */
  readonly profileOptions: ProfileOptions;
}

const mostAhead = 100;

const prefix = 'faasmark:';
const isolationKey = `${prefix}isolation`;
const aheadKey = `${prefix}ahead`;
const networkKey = `${prefix}network`;
const profileKey = `${prefix}profile`;
const profileOptionsKey = `${prefix}profile-options`;
const known: readonly string[] = [isolationKey, aheadKey, networkKey, profileKey, profileOptionsKey];

/** @throws LambdaError `InvalidParameterValueException` for a tag in our name that means nothing. */
export function readPlatformTags(tags: Tags): PlatformTags {
  for (const key of tags.keys()) {
    if (key.startsWith(prefix) && !known.includes(key)) {
      throw toError(key, tags.get(key), `the tags of this platform are ${known.join(', ')}`);
    }
  }
  return {
    isolation: readIsolation(tags.get(isolationKey)),
    ahead: readAhead(tags.get(aheadKey)),
    network: readNetwork(tags.get(networkKey)),
    profile: readProfile(tags.get(profileKey)),
    profileOptions: readProfileOptions(tags.get(profileOptionsKey)),
  };
}

function readIsolation(value: string | undefined): IsolationLevel | undefined {
  if (value === undefined || isIsolationLevel(value)) return value;
  throw toError(isolationKey, value, `expected one of ${isolationLevels.join(', ')}`);
}

function readAhead(value: string | undefined): number {
  if (value === undefined) return 0;
  if (/^\d{1,3}$/.test(value) && Number(value) <= mostAhead) return Number(value);
  throw toError(aheadKey, value, `expected a whole number from 0 to ${mostAhead}`);
}

function readNetwork(value: string | undefined): Network | undefined {
  if (value === undefined || value === 'none' || value === 'host') return value;
  throw toError(networkKey, value, 'expected none or host');
}

function readProfile(value: string | undefined): ProfileName | undefined {
  if (value === undefined || isProfileName(value)) return value;
  throw toError(profileKey, value, `expected one of ${profileNames.join(', ')}`);
}

/** Whether its options are the profile's is known only with the profile. */
function readProfileOptions(value: string | undefined): ProfileOptions {
  const words = (value ?? '').split(' ').filter((word) => word !== '');
  return toProfileOptions(
    words.map((word) => {
      const [, option, text] = /^(\w+)=(.+)$/.exec(word) ?? [];
      if (option !== undefined && text !== undefined) return [option, text];
      throw toError(profileOptionsKey, value, 'expected OPTION=VALUE, with spaces between them');
    }),
  );
}

export function hasSamePolicies(one: PlatformTags, other: PlatformTags): boolean {
  return one.profile === other.profile && isDeepStrictEqual(one.profileOptions, other.profileOptions);
}

function toError(key: string, value: string | undefined, expected: string): LambdaError {
  return new LambdaError('InvalidParameterValueException', `tag ${key}: '${value}': ${expected}`);
}
