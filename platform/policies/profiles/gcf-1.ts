/** Google Cloud Functions, first generation. */
import { gcf1Defaults } from '../cloud-run/gcf-1.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, FleetSeen, NoRoom } from '../profile-parts.ts';
import { createOnDemandPolicies, noneIdle } from './on-demand.ts';
import type { ProfileOptions } from './options.ts';
import { toThrottle } from './parts/refusal.ts';
import { unlimitedAccount } from './parts/unlimited-account.ts';

/** Ours: nothing is documented. */
const defaultIdleLifetimeMs = 900_000;
const full = toThrottle('maxInstances');

export function createGcf1Profile(options: ProfileOptions = {}): PolicyProfile {
  const { maxInstances = gcf1Defaults.maxInstances, minInstances = 0 } = options;
  const { idleLifetimeMs = defaultIdleLifetimeMs } = options;
  const onNoRoom = ({ starting, ready }: FleetSeen): NoRoom =>
    starting + ready < maxInstances ? noneIdle : full;
  return {
    name: 'gcf-1',
    admission: unlimitedAccount,
    // The deadline of a request, 60 s by default, holds for the start too.
    initLimitMs: 60_000,
    meter: 'googleCloud',
    placement: { choice: 'leastUsed', evicts: false },
    forFunction: () => (): FleetPolicies => ({
      ...createOnDemandPolicies({ onNoRoom }, idleLifetimeMs),
      minInstances,
      maxInstances,
    }),
  };
}
