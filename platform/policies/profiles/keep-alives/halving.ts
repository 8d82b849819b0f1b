/** Half of the instances go after every so long a silence, from the end of the last invocation on. */
import { decideHalving, halvingPeriodMs } from '../../keep-alive/halving.ts';
import type { FleetSeen, KeepAlive } from '../../profile-parts.ts';

export function createHalvingKeepAlive(): KeepAlive {
  let silentSinceMs = 0;
  /** Instances when the silence began. */
  let atFirst = 0;

  function toNextLook(nowMs: number): number {
    const periods = Math.floor((nowMs - silentSinceMs) / halvingPeriodMs);
    return silentSinceMs + (periods + 1) * halvingPeriodMs;
  }

  return {
    onIdle({ nowMs, starting, ready }, { uses }) {
      // One that only became ready has not broken the silence.
      if (uses > 0) {
        silentSinceMs = nowMs;
        atFirst = starting + ready;
      }
      return { removeAtMs: toNextLook(nowMs), pauseAtMs: Infinity, prewarmAtMs: Infinity };
    },
    onTime({ nowMs, starting, ready }: FleetSeen) {
      const { instances } = decideHalving(atFirst, nowMs - silentSinceMs);
      return starting + ready > instances ? nowMs : toNextLook(nowMs);
    },
  };
}
