/** How long the next silence is to be: a sweep until nothing survives, then bisection of where the first instance went. */
import type { Millis } from '../../contract/units.ts';
import type { KeepAliveExperiment } from '../../scenario/scenario.ts';
import type { Silence } from './observations.ts';

/** Fine enough for two steps between one halving and the next. */
const sweepFactor = Math.SQRT2;

type Settings = Pick<KeepAliveExperiment, 'shortestMs' | 'longestMs' | 'precision'>;

/** @returns undefined when nothing more would be learnt. */
export function chooseSilence(silences: readonly Silence[], settings: Settings): Millis | undefined {
  const longest = silences.reduce<Silence | undefined>(
    (most, one) => (most === undefined || one.lastedMs > most.lastedMs ? one : most),
    undefined,
  );
  if (longest === undefined) return settings.shortestMs;
  if (longest.survived > 0 && longest.lastedMs < settings.longestMs) {
    return Math.min(longest.lastedMs * sweepFactor, settings.longestMs);
  }
  const { low, high } = toBracket(silences);
  const isClose = (high - low) / (high + low) <= settings.precision;
  return low === 0 || high === Infinity || isClose ? undefined : (low + high) / 2;
}

/** The first instance went between these; 0 and Infinity where none survived, or none went. */
export function toBracket(silences: readonly Silence[]): { readonly low: Millis; readonly high: Millis } {
  const high = Math.min(
    Infinity,
    ...silences.filter(({ survived, held }) => survived < held).map(({ lastedMs }) => lastedMs),
  );
  const low = Math.max(
    0,
    ...silences
      .filter(({ survived, held, lastedMs }) => survived === held && lastedMs < high)
      .map(({ lastedMs }) => lastedMs),
  );
  return { low, high };
}
