/** Reads `--profiles`: which ones are compared. */
import {
  isProfileName,
  type ProfileName,
  profileNames,
} from '../../../platform/policies/profiles/registry.ts';
import { FaasmarkError } from '../../contract/errors.ts';

/**
 * @returns each once, in the order given; all when nothing is said.
 * @throws FaasmarkError `USAGE`
 */
export function parseProfiles(text: string | undefined): readonly ProfileName[] {
  if (text === undefined) return profileNames;
  return [...new Set(text.split(',').map((name) => toProfileName(name.trim())))];
}

function toProfileName(name: string): ProfileName {
  if (isProfileName(name)) return name;
  throw new FaasmarkError(
    'USAGE',
    `--profiles: expected some of ${profileNames.join(', ')}, got ${JSON.stringify(name)}`,
  );
}
