/** Bounds of a number on the command line. */
import { FaasmarkError } from '../contract/errors.ts';

/** @throws FaasmarkError `USAGE` */
export function demandNumber(flag: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new FaasmarkError('USAGE', `${flag}: expected a number from ${least} to ${most}, got ${value}`);
}

/** @throws FaasmarkError `USAGE` */
export function demandWhole(flag: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new FaasmarkError('USAGE', `${flag}: expected a whole number from ${least} to ${most}, got ${value}`);
}
