/** What can be changed of a profile; each takes those that make sense on its platform. */
import { PlatformError } from '../../platform-error.ts';
import { checkLimit, checkWhole } from '../check-limit.ts';

export interface ProfileOptions {
  /** Time after which an idle instance is removed, in milliseconds. */
  readonly idleLifetimeMs?: number;
  /** Most invocations of all functions at once. */
  readonly accountConcurrency?: number;
  /** Most invocations in one instance at once. */
  readonly instanceConcurrency?: number;
  readonly minInstances?: number;
  readonly maxInstances?: number;
  /** What the scaler aims at for one instance, in the platform's own unit. */
  readonly target?: number;
}

export type ProfileOption = keyof ProfileOptions;

const most = 1e6;

/** @throws PlatformError `INVALID_OPTION` for an option that the profile has not, and for a value that has no meaning. */
export function checkProfileOptions(
  profile: string,
  options: ProfileOptions,
  known: readonly ProfileOption[],
): void {
  for (const [option, value] of Object.entries(options)) {
    if (!known.includes(option as ProfileOption)) {
      throw new PlatformError(
        'INVALID_OPTION',
        `${option}: the profile ${profile} has no such option; it has ${known.join(', ')}`,
      );
    }
    checkOption(option as ProfileOption, value);
  }
  const { minInstances = 0, maxInstances = most } = options;
  checkLimit(
    'minInstances',
    minInstances,
    `at most maxInstances, ${maxInstances}`,
    minInstances <= maxInstances,
  );
}

function checkOption(option: ProfileOption, value: number): void {
  switch (option) {
    case 'idleLifetimeMs':
    case 'target':
      return checkLimit(option, value, 'more than 0', value > 0);
    case 'minInstances':
      return checkWhole(option, value, 0, most);
    case 'accountConcurrency':
    case 'instanceConcurrency':
    case 'maxInstances':
      return checkWhole(option, value, 1, most);
  }
}
