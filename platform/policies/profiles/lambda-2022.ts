/** AWS Lambda before November 2023: all functions of an account share one burst of new instances. */
import { takeBurst, toBurstLimits } from '../lambda/burst-2022.ts';
import type { PolicyProfile } from '../profile.ts';
import type { FleetSeen, NoRoom } from '../profile-parts.ts';
import { createTokenBucket, type TokenBucket } from '../token-bucket.ts';
import { lambdaAccount, toTooFast } from './lambda.ts';
import { createOnDemandPolicies, noneIdle } from './on-demand.ts';
import type { ProfileOptions } from './options.ts';

/** us-east-1 had a burst of 3,000. */
const region = 'us-east-1';

export function createLambda2022Profile(options: ProfileOptions = {}): PolicyProfile {
  const { idleLifetimeMs = 600_000, accountConcurrency = 1000 } = options;
  const limits = toBurstLimits(region, accountConcurrency);
  const full = { capacity: limits.initialBurst, refillPerSecond: 0 };
  let bucket: TokenBucket | undefined;
  const onNoRoom = (seen: FleetSeen): NoRoom => {
    const taken = takeBurst(bucket ?? createTokenBucket(full, seen.nowMs), limits, seen.nowMs);
    bucket = taken.bucket;
    return taken.isGranted ? noneIdle : toTooFast(taken.waitMs);
  };
  return {
    name: 'lambda-2022',
    ...lambdaAccount(accountConcurrency),
    meter: 'lambdaBefore2025-08-01',
    forFunction: () => () => createOnDemandPolicies({ onNoRoom }, idleLifetimeMs),
  };
}
