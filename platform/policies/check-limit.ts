/** One clear error for a limit that has no sensible meaning. */
import { PlatformError } from '../platform-error.ts';

/**
 * @param expected - what the value may be, such as `1 to 100`.
 * @throws PlatformError `INVALID_OPTION` unless the value is kept within it.
 */
export function checkLimit(name: string, value: number, expected: string, isKept: boolean): void {
  if (!isKept) throw new PlatformError('INVALID_OPTION', `${name}: expected ${expected}, got ${value}`);
}

/** @throws PlatformError `INVALID_OPTION` for what is outside. */
export function checkRange(name: string, value: number, least: number, most: number): void {
  checkLimit(name, value, `${least} to ${most}`, value >= least && value <= most);
}

/** @throws PlatformError `INVALID_OPTION` for what is outside, or no whole number. */
export function checkWhole(name: string, value: number, least: number, most: number): void {
  const isKept = Number.isInteger(value) && value >= least && value <= most;
  checkLimit(name, value, `a whole number from ${least} to ${most}`, isKept);
}
