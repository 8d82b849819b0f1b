/**
 * The plainest platform: an invocation that finds no idle instance gets a new one of its own, and an instance lives
 * on for a fixed time after its last invocation. The model of SimFaaS (Mahmoudi and Khazaei, 2021).
 */
import type { FleetPolicies, FleetSeen, NoRoom, Refusal, Routing } from './profile-parts.ts';

export interface FixedLifetimeOptions {
  readonly lifetimeMs: number;
  /** Default: `newest`, by creation. */
  readonly routing?: Routing;
  /** Most invocations of the account at once; more are refused. Default: Infinity. */
  readonly accountConcurrency?: number;
}

const start: NoRoom = { kind: 'start', reason: 'noneIdle' };
const crowded: Refusal = { kind: 'refuse', reason: 'ConcurrentInvocationLimitExceeded', status: 429 };
const noMemory: Refusal = { kind: 'refuse', reason: 'noMemory', status: 503 };

export function createFixedLifetimePolicies({
  lifetimeMs,
  routing = 'newest',
  accountConcurrency = Infinity,
}: FixedLifetimeOptions): FleetPolicies {
  return {
    instanceConcurrency: 1,
    maxInstances: Infinity,
    routing,
    admission: {
      decide: ({ accountInFlight }: FleetSeen) =>
        accountInFlight >= accountConcurrency ? crowded : undefined,
    },
    scaler: { onNoRoom: () => start },
    keepAlive: {
      onIdle: ({ nowMs }: FleetSeen) => ({
        removeAtMs: nowMs + lifetimeMs,
        pauseAtMs: Infinity,
        prewarmAtMs: Infinity,
      }),
    },
    // Nobody waits.
    waiting: { capacity: 0, longestMs: Infinity, full: crowded, expired: crowded },
    noMemory,
  };
}
