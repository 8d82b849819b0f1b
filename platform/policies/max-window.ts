/**
 * The largest value of the last few buckets, in constant time on average: a falling list of those that can still become
 * the largest (knative/serving pkg/autoscaler/aggregation/max).
 */

/** Immutable; empty before the first value. */
export type MaxWindow = readonly MaxEntry[];

export interface MaxEntry {
  /** Number of the bucket. */
  readonly index: number;
  readonly value: number;
}

/**
 * @param size - buckets that the window spans, 1 or more; an entry `size` buckets old has left it.
 * @param index - of the bucket, never less than that of the call before.
 */
export function recordMax(window: MaxWindow, size: number, index: number, value: number): MaxWindow {
  const live = window.filter((entry) => entry.value > value && index - entry.index < size);
  // A larger one of the same bucket stands for it.
  return live.at(-1)?.index === index ? live : [...live, { index, value }];
}

/** @param span - the window is as many buckets as its time has, begun ones included; at least one. */
export function recordMaxAt(
  window: MaxWindow,
  span: { readonly windowMs: number; readonly granularityMs: number },
  atMs: number,
  value: number,
): MaxWindow {
  const size = Math.max(1, Math.ceil(span.windowMs / span.granularityMs));
  return recordMax(window, size, Math.floor(atMs / span.granularityMs), value);
}

/** @returns 0 for an empty window. */
export function currentMax(window: MaxWindow): number {
  return window[0]?.value ?? 0;
}
