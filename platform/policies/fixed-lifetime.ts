/**
 * The plainest platform: an invocation that finds no idle instance gets a new one of its own, and an instance lives
 * on for a fixed time after its last invocation. The model of SimFaaS (Mahmoudi and Khazaei, 2021).
 */
import type { FleetPolicies, FleetSeen } from './profile-parts.ts';
import type { Routing } from './routing/route.ts';
import { createOnDemandPolicies, noneIdle } from './profiles/on-demand.ts';
import { toThrottle } from './profiles/parts/refusal.ts';

export interface FixedLifetimeOptions {
  readonly lifetimeMs: number;
  /** Default: `newest`, by creation. */
  readonly routing?: Routing;
  /** Most invocations of the account at once; more are refused. Default: Infinity. */
  readonly accountConcurrency?: number;
}

const crowded = toThrottle('ConcurrentInvocationLimitExceeded');

export function createFixedLifetimePolicies({
  lifetimeMs,
  routing = 'newest',
  accountConcurrency = Infinity,
}: FixedLifetimeOptions): FleetPolicies {
  return {
    ...createOnDemandPolicies({ onNoRoom: () => noneIdle }, lifetimeMs),
    routing,
    admission: {
      decide: ({ accountInFlight }: FleetSeen) =>
        accountInFlight >= accountConcurrency ? crowded : undefined,
    },
  };
}
