/** Which version an invocation by alias runs. */

export interface AliasTarget {
  /** Takes what the others leave. */
  readonly version: string;
  /** Share of the invocations, 0 to 1, that another version takes. */
  readonly weights: Readonly<Record<string, number>>;
}

/** @param draw - uniform, from 0 to below 1. */
export function chooseVersion({ version, weights }: AliasTarget, draw: number): string {
  let upTo = 0;
  for (const [other, weight] of Object.entries(weights)) {
    upTo += weight;
    if (draw < upTo) return other;
  }
  return version;
}
