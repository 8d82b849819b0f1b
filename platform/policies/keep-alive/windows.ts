/** What the histogram policies say of an application when an execution has ended. */

export interface KeepAliveWindows {
  /**
   * Load it again so long after the execution, and unload it now. 0: do not unload it. Both are counted from the end of the
   * execution, in variant B from its arrival.
   */
  readonly prewarmAfterMs: number;
  /** Remove it so long after the same instant. */
  readonly removeAfterMs: number;
  /**
   * `histogram`: the bins tell. `fewSamples`: too little is known. `notRepresentative`: the bins tell nothing.
   * `outOfBounds`: most idle times are longer than the histogram, and a time series model tells.
   */
  readonly reason: 'histogram' | 'fewSamples' | 'notRepresentative' | 'outOfBounds';
}
