/**
 * How far another clock is from ours, from answers that say when they were received and when they were sent: an answer that
 * was under way the shortest spent the least time in queues, and its two ways differ the least (Mills, RFC 5905; the
 * sample of the minimum round trip, as in Cristian, 1989).
 */

/** One question and its answer, in milliseconds. The outer instants are by our clock, the inner by the other. */
export interface Exchange {
  readonly sentMs: number;
  readonly receivedThereMs: number;
  readonly answeredThereMs: number;
  readonly receivedMs: number;
}

export interface ClockOffset {
  /** The other clock less ours. */
  readonly offsetMs: number;
  /** Of the exchange that it rests on: the true offset is no further from it than half of this, whatever the ways were like. */
  readonly roundTripMs: number;
}

/** @returns null of no exchange. */
export function toClockOffset(exchanges: readonly Exchange[]): ClockOffset | null {
  let best: ClockOffset | null = null;
  for (const exchange of exchanges) {
    const { sentMs, receivedThereMs, answeredThereMs, receivedMs } = exchange;
    const roundTripMs = receivedMs - sentMs - (answeredThereMs - receivedThereMs);
    if (best !== null && roundTripMs >= best.roundTripMs) continue;
    best = { offsetMs: (receivedThereMs - sentMs + (answeredThereMs - receivedMs)) / 2, roundTripMs };
  }
  return best;
}
