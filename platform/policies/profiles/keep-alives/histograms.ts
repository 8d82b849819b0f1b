/** Both histogram policies: an idle instance is unloaded, loaded ahead of the next invocation, and unloaded again. */
import { createIdleTimes, decideHybridHistogram, recordIdleTime } from '../../keep-alive/hybrid-histogram.ts';
import {
  createInterArrivals,
  decideInterArrivalHistogram,
  recordArrival,
} from '../../keep-alive/inter-arrival-histogram.ts';
import type { KeepAliveWindows } from '../../keep-alive/windows.ts';
import type { FleetSeen, KeepAlive, KeepAlivePlan } from '../../profile-parts.ts';

/** Windows count from the end of the last invocation, as idle times do. */
export function createHybridKeepAlive(): KeepAlive {
  let idleTimes = createIdleTimes();
  let endedMs: number | undefined;
  /** Decided once an idle time: a time series takes a millisecond. */
  let windows: KeepAliveWindows | undefined;
  return {
    onArrival({ nowMs, inFlight, waiting }) {
      if (endedMs === undefined || inFlight + waiting > 0) return;
      idleTimes = recordIdleTime(idleTimes, nowMs - endedMs);
      windows = undefined;
    },
    onIdle({ nowMs }, { uses }) {
      if (uses > 0) endedMs = nowMs;
      windows ??= decideHybridHistogram(idleTimes);
      return toPlan(windows, endedMs ?? nowMs, nowMs, uses > 0);
    },
  };
}

/** Windows count from the last arrival. */
export function createInterArrivalKeepAlive(): KeepAlive {
  let arrivals = createInterArrivals();
  return {
    onArrival({ nowMs }: FleetSeen) {
      arrivals = recordArrival(arrivals, nowMs);
    },
    onIdle({ nowMs }, { uses }) {
      return toPlan(decideInterArrivalHistogram(arrivals), arrivals.lastMs ?? nowMs, nowMs, uses > 0);
    },
  };
}

/** @param hasRun - one that was loaded ahead stays loaded. */
function toPlan(
  { prewarmAfterMs, removeAfterMs }: KeepAliveWindows,
  fromMs: number,
  nowMs: number,
  hasRun: boolean,
): KeepAlivePlan {
  const prewarmAtMs = fromMs + prewarmAfterMs;
  const removeAtMs = fromMs + removeAfterMs;
  const isUnloaded = hasRun && prewarmAtMs > nowMs;
  return isUnloaded
    ? { removeAtMs: nowMs, pauseAtMs: Infinity, prewarmAtMs }
    : { removeAtMs, pauseAtMs: Infinity, prewarmAtMs: Infinity };
}
