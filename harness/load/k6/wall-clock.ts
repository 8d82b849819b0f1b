/** From the wall-clock instants that another program stamps to the run's clock. */
import type { Clock } from '../../contract/clock.ts';
import { type Nanos, nanosPerMilli, nanosPerSecond } from '../../contract/units.ts';
import { lookAtTurn } from '../../contract/wall-clock.ts';

/** From a time as RFC 3339 writes it, to the nanosecond, to an instant of the run. */
export type ToInstant = (time: string) => Nanos;

/** The two clocks are taken to run alike from now on. */
export function createToInstant(clock: Clock): ToInstant {
  const { epochMs, now } = lookAtTurn(clock);
  // Nanoseconds since 1970 are too many for a float64: seconds and the rest are kept apart.
  const anchorSecond = Math.floor(epochMs / 1000);
  const anchorRest = (epochMs - anchorSecond * 1000) * nanosPerMilli;
  return (time) => {
    const { second, rest } = parseTime(time);
    return now + (second - anchorSecond) * nanosPerSecond + (rest - anchorRest);
  };
}

const timePattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

function parseTime(time: string): { readonly second: number; readonly rest: Nanos } {
  const [, toTheSecond = '', fraction = '', zone = ''] = timePattern.exec(time) ?? [];
  return {
    second: Date.parse(`${toTheSecond}${zone}`) / 1000,
    rest: Number(fraction.padEnd(9, '0')),
  };
}
