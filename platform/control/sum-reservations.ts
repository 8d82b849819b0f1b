/** What functions have reserved of the account's concurrency, together. */
export function sumReservations(reservations: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const reserved of reservations.values()) sum += reserved;
  return sum;
}
