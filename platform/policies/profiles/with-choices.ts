/** A profile with other choices than its platform's: what studies vary, one at a time. */
import type { PolicyProfile } from '../profile.ts';
import type { FleetPolicies, WaitingLimits } from '../profile-parts.ts';
import { toCreateKeepAlive } from './keep-alives/create-keep-alive.ts';
import { evictsForMemory } from './keep-alives/names.ts';
import type { PolicyChoices, ProfileOptions } from './options.ts';
import { toLine } from './parts/waiting.ts';

/** Ours: as long as most gateways let a caller wait. */
const defaultWaitMs = 30_000;

/** What is left out stays as the profile has it. */
export function withChoices(profile: PolicyProfile, options: ProfileOptions): PolicyProfile {
  const { keepAlive, routing, binding, placement } = options;
  const createKeepAlive =
    keepAlive === undefined ? undefined : toCreateKeepAlive(keepAlive, options.idleLifetimeMs);
  const change = (policies: FleetPolicies): FleetPolicies => ({
    ...policies,
    ...(routing === undefined ? {} : { routing }),
    ...(binding === undefined ? {} : { binding, waiting: toWaiting(policies.waiting) }),
    ...(createKeepAlive === undefined ? {} : { keepAlive: createKeepAlive() }),
    // The platform's own order of nodes would come first.
    ...(placement === undefined ? {} : { nodeOrder: () => undefined }),
  });
  return {
    ...profile,
    placement: toPlacement(profile, options),
    forFunction(nowMs, facts) {
      const createPolicies = profile.forFunction(nowMs, facts);
      return () => change(createPolicies());
    },
  };
}

function toPlacement({ placement }: PolicyProfile, choices: PolicyChoices): PolicyProfile['placement'] {
  return {
    choice: choices.placement ?? placement.choice,
    evicts: placement.evicts || (choices.keepAlive !== undefined && evictsForMemory(choices.keepAlive)),
  };
}

/** A platform on which nobody waits has no limits for it. */
function toWaiting(own: WaitingLimits): WaitingLimits {
  return own.capacity > 0 ? own : toLine(Infinity, defaultWaitMs);
}
