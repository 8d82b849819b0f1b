/**
 * What the proxy before each instance measures: concurrency weighted by time, so that two invocations of half a second
 * in one second count as one (knative/networking pkg/http/stats/request.go).
 */

/** The proxied ones came through an activator. */
export type RequestEvent = 'in' | 'out' | 'proxiedIn' | 'proxiedOut';

/** Immutable: each event gives the next. */
export interface RequestStats {
  readonly inFlight: number;
  readonly proxiedInFlight: number;
  readonly lastChangeMs: number;
  /** Since the last report: time observed, concurrency times time, arrivals. */
  readonly observedMs: number;
  readonly concurrencyMs: number;
  readonly proxiedConcurrencyMs: number;
  readonly requests: number;
  readonly proxiedRequests: number;
}

/** One report, normally of one second. */
export interface Stat {
  /** Mean number of invocations in flight. */
  readonly concurrency: number;
  /** Of them, those through an activator. */
  readonly proxiedConcurrency: number;
  /** Arrivals. */
  readonly requests: number;
  readonly proxiedRequests: number;
}

export function createRequestStats(nowMs: number): RequestStats {
  return { inFlight: 0, proxiedInFlight: 0, ...emptyPeriod, lastChangeMs: nowMs };
}

const emptyPeriod = {
  observedMs: 0,
  concurrencyMs: 0,
  proxiedConcurrencyMs: 0,
  requests: 0,
  proxiedRequests: 0,
};

type Effect = Pick<RequestStats, 'inFlight' | 'proxiedInFlight' | 'requests' | 'proxiedRequests'>;

const noEffect: Effect = { inFlight: 0, proxiedInFlight: 0, requests: 0, proxiedRequests: 0 };
const effects: Readonly<Record<RequestEvent, Effect>> = {
  in: { ...noEffect, inFlight: 1, requests: 1 },
  out: { ...noEffect, inFlight: -1 },
  proxiedIn: { inFlight: 1, proxiedInFlight: 1, requests: 1, proxiedRequests: 1 },
  proxiedOut: { ...noEffect, inFlight: -1, proxiedInFlight: -1 },
};

export function noteRequest(stats: RequestStats, event: RequestEvent, nowMs: number): RequestStats {
  return accumulate(stats, effects[event], nowMs);
}

/** Cuts a report and begins the next one. All zero when no time has passed since the last. */
export function reportRequests(
  stats: RequestStats,
  nowMs: number,
): { readonly stat: Stat; readonly stats: RequestStats } {
  const now = accumulate(stats, noEffect, nowMs);
  const mean = (sumMs: number): number => (now.observedMs > 0 ? sumMs / now.observedMs : 0);
  return {
    stat: {
      concurrency: mean(now.concurrencyMs),
      proxiedConcurrency: mean(now.proxiedConcurrencyMs),
      requests: now.requests,
      proxiedRequests: now.proxiedRequests,
    },
    stats: { ...now, ...emptyPeriod },
  };
}

function accumulate(stats: RequestStats, effect: Effect, nowMs: number): RequestStats {
  // Events and reports are timed apart, and may come in the wrong order by a little.
  const elapsedMs = Math.max(0, nowMs - stats.lastChangeMs);
  return {
    inFlight: stats.inFlight + effect.inFlight,
    proxiedInFlight: stats.proxiedInFlight + effect.proxiedInFlight,
    lastChangeMs: stats.lastChangeMs + elapsedMs,
    observedMs: stats.observedMs + elapsedMs,
    concurrencyMs: stats.concurrencyMs + stats.inFlight * elapsedMs,
    proxiedConcurrencyMs: stats.proxiedConcurrencyMs + stats.proxiedInFlight * elapsedMs,
    requests: stats.requests + effect.requests,
    proxiedRequests: stats.proxiedRequests + effect.proxiedRequests,
  };
}

/** What an instance's report adds to the metric: its proxied part has been counted at the activator. */
export function toMetric(stat: Stat, metric: 'concurrency' | 'rps'): number {
  return metric === 'rps' ? stat.requests - stat.proxiedRequests : stat.concurrency - stat.proxiedConcurrency;
}
