/** Rounding that the meters share. */
import type { Millis } from '../../../contract/units.ts';

/** Durations are reported to hundredths: what is above a whole step by less is an artefact of a sum. */
const roundingSlack = 1e-6;

/** Up to a multiple of `step`; never below 0. */
export function ceilTo(value: number, step: number): number {
  return Math.max(0, Math.ceil((value - roundingSlack) / step)) * step;
}

/** As all these providers bill it: 1 GB is 1,024 MiB. */
export function toGbSeconds(memoryMiB: number, durationMs: Millis): number {
  return (memoryMiB / 1024) * (durationMs / 1000);
}
