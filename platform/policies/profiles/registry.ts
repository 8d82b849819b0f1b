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
import { checkProfileOptions, type ProfileOption, type ProfileOptions } from './options.ts';
import { createWorkersProfile } from './workers.ts';

interface ProfileEntry {
  readonly create: (options: ProfileOptions) => PolicyProfile;
  readonly options: readonly ProfileOption[];
}

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
  'openfaas-ce': { create: createOpenFaasCeProfile, options: scaled },
  'openfaas-pro': { create: createOpenFaasProProfile, options: ['idleLifetimeMs', ...scaled] },
  openwhisk: { create: createOpenWhiskProfile, options: pooled },
  'openwhisk-fpc': { create: createOpenWhiskFpcProfile, options: pooled },
  'cloud-run': { create: createCloudRunProfile, options: ['idleLifetimeMs', ...scaled] },
  'gcf-1': { create: createGcf1Profile, options: ['idleLifetimeMs', 'minInstances', 'maxInstances'] },
  'azure-consumption': {
    create: createAzureConsumptionProfile,
    options: ['idleLifetimeMs', 'instanceConcurrency', 'maxInstances', 'target'],
  },
  'azure-flex': { create: createAzureFlexProfile, options: ['idleLifetimeMs', ...scaled] },
  workers: { create: createWorkersProfile, options: ['instanceConcurrency', 'maxInstances'] },
};

export const profileNames: readonly ProfileName[] = Object.keys(profiles) as ProfileName[];

export function isProfileName(name: string): name is ProfileName {
  return Object.hasOwn(profiles, name);
}

/** @throws PlatformError `INVALID_OPTION` for an option that the profile has not, and for a value that has no meaning. */
export function createProfile(name: ProfileName, options: ProfileOptions = {}): PolicyProfile {
  const { create, options: known } = profiles[name];
  checkProfileOptions(name, options, known);
  return create(options);
}
