/** How fast a streamed response may flow. */

export interface BandwidthLimits {
  /** Sent as fast as it comes. */
  readonly burstBytes: number;
  /** Rate of what comes after the burst. */
  readonly bytesPerSecond: number;
}

/**
 * @param sentBytes - since the response began, the part included that was sent last.
 * @returns how long to wait before more is taken, in milliseconds.
 */
export function decideWait(sentBytes: number, elapsedMs: number, limits: BandwidthLimits): number {
  const cappedBytes = Math.max(0, sentBytes - limits.burstBytes);
  return Math.max(0, (cappedBytes / limits.bytesPerSecond) * 1000 - elapsedMs);
}
