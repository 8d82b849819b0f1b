/** May a function reserve a part of the account's concurrency? */
import type { AdmissionLimits } from './admission.ts';

export type ReservationDecision =
  { readonly kind: 'reserve' } | { readonly kind: 'refuse'; readonly reason: 'tooFewUnreserved' };

/**
 * @param wanted - for the function, instead of what it has; 0, which switches it off, takes nothing from the others.
 * @param othersReserved - what all other functions have reserved together.
 */
export function decideReservation(
  wanted: number,
  othersReserved: number,
  { accountConcurrency, leastUnreserved }: AdmissionLimits,
): ReservationDecision {
  return wanted === 0 || accountConcurrency - othersReserved - wanted >= leastUnreserved
    ? { kind: 'reserve' }
    : { kind: 'refuse', reason: 'tooFewUnreserved' };
}
