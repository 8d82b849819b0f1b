/** On-demand instances of which half go whenever another period has passed without an invocation. */
import { createFixedLifetimePolicies } from '../../platform/policies/fixed-lifetime.ts';
import { decideHalving } from '../../platform/policies/keep-alive/index.ts';
import type { FleetPolicies } from '../../platform/policies/profile-parts.ts';

export function createHalvingPolicies(periodMs: number): FleetPolicies {
  let silentSinceMs = 0;
  let held = 0;
  return {
    ...createFixedLifetimePolicies({ lifetimeMs: periodMs }),
    keepAlive: {
      onIdle({ nowMs, idle }) {
        [silentSinceMs, held] = [nowMs, idle];
        return { removeAtMs: nowMs + periodMs, pauseAtMs: Infinity, prewarmAtMs: Infinity };
      },
      // Each is asked in its turn: the first ones go until so many are left.
      onTime({ nowMs, idle }) {
        // A sum of fractions may miss the period by the last digit.
        const silentMs = Math.round(nowMs - silentSinceMs);
        if (silentMs < periodMs) return silentSinceMs + periodMs;
        const { instances } = decideHalving(held, silentMs, periodMs);
        const nextMs = silentSinceMs + (Math.floor(silentMs / periodMs) + 1) * periodMs;
        return idle > instances ? nowMs : nextMs;
      },
    },
  };
}
