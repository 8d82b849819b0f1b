/** The profiles of real platforms, each under its name. */
import type { PolicyProfile } from '../profile.ts';
import { createAzureConsumptionProfile } from './azure-consumption.ts';
import { createAzureFlexProfile } from './azure-flex.ts';
import { createCloudRunProfile } from './cloud-run.ts';
import { createGcf1Profile } from './gcf-1.ts';
import { createKnativeProfile } from './knative-kpa.ts';
import { createLambda2022Profile } from './lambda-2022.ts';
import { createLambdaManagedInstancesProfile } from './lambda-managed-instances.ts';
import { createLambdaProfile } from './lambda.ts';
import { createOpenFaasCeProfile } from './openfaas-ce.ts';
import { createOpenFaasProProfile } from './openfaas-pro.ts';
import { createOpenWhiskFpcProfile } from './openwhisk-fpc.ts';
import { createOpenWhiskProfile } from './openwhisk.ts';
import { PlatformError } from '../../platform-error.ts';
import { findOptionProblems, toOptionValue } from './option-values.ts';
import type { ProfileOption, ProfileOptions } from './options.ts';
import { withChoices } from './with-choices.ts';
import { createWorkersProfile } from './workers.ts';

interface ProfileEntry {
  readonly create: (options: ProfileOptions) => PolicyProfile;
  readonly options: readonly ProfileOption[];
}

/** What every profile has. */
const choices = ['keepAlive', 'routing', 'binding', 'placement'] as const;
const onDemand = ['idleLifetimeMs', 'accountConcurrency'] as const;
const scaled = ['instanceConcurrency', 'minInstances', 'maxInstances', 'target'] as const;
const pooled = ['idleLifetimeMs', 'accountConcurrency', 'instanceConcurrency', 'maxInstances'] as const;

export type ProfileName =
  | 'lambda'
  | 'lambda-2022'
  | 'lambda-managed-instances'
  | 'knative-kpa'
  | 'openfaas-ce'
  | 'openfaas-pro'
  | 'openwhisk'
  | 'openwhisk-fpc'
  | 'cloud-run'
  | 'gcf-1'
  | 'azure-consumption'
  | 'azure-flex'
  | 'workers';

const profiles: Readonly<Record<ProfileName, ProfileEntry>> = {
  lambda: { create: createLambdaProfile, options: onDemand },
  'lambda-2022': { create: createLambda2022Profile, options: onDemand },
  'lambda-managed-instances': {
    create: createLambdaManagedInstancesProfile,
    options: ['accountConcurrency', ...scaled],
  },
  'knative-kpa': { create: createKnativeProfile, options: scaled },
  'openfaas-ce': { create: createOpenFaasCeProfile, options: [...scaled, 'stepPercent'] },
  'openfaas-pro': { create: createOpenFaasProProfile, options: ['idleLifetimeMs', ...scaled] },
  openwhisk: { create: createOpenWhiskProfile, options: pooled },
  'openwhisk-fpc': { create: createOpenWhiskFpcProfile, options: pooled },
  'cloud-run': { create: createCloudRunProfile, options: ['idleLifetimeMs', ...scaled] },
  'gcf-1': { create: createGcf1Profile, options: ['idleLifetimeMs', 'minInstances', 'maxInstances'] },
  'azure-consumption': {
    create: createAzureConsumptionProfile,
    options: ['idleLifetimeMs', 'instanceConcurrency', 'maxInstances', 'target', 'trigger'],
  },
  'azure-flex': { create: createAzureFlexProfile, options: ['idleLifetimeMs', ...scaled, 'trigger'] },
  workers: { create: createWorkersProfile, options: ['instanceConcurrency', 'maxInstances'] },
};

export const profileNames: readonly ProfileName[] = Object.keys(profiles) as ProfileName[];

export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name);
}

/** @throws PlatformError `INVALID_OPTION` for an option that the profile has not, and for a value that has no meaning. */
export function createProfile(name: ProfileName, options: ProfileOptions = {}): PolicyProfile {
  const { create, options: own } = profiles[name];
  // A lifetime makes sense wherever it is asked for.
  const known = [...own, ...choices, ...(options.keepAlive === 'fixed' ? ['idleLifetimeMs' as const] : [])];
  const problems = findOptionProblems(name, options, [...new Set(known)]);
  if (problems.length > 0) throw new PlatformError('INVALID_OPTION', problems.join('\n'));
  const profile = create(options);
  return choices.some((choice) => options[choice] !== undefined) ? withChoices(profile, options) : profile;
}

/** @param entries - options and their values as text; {@link createProfile} says what is wrong with them. */
export function toProfileOptions(entries: Iterable<readonly [string, string]>): ProfileOptions {
  return Object.fromEntries([...entries].map(([option, text]) => [option, toOptionValue(option, text)]));
}
