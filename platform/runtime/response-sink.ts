/** Where the answer of a function goes while the function still writes it. */

export interface ResponseSink {
  /** Called once, before the first chunk: the function streams its answer. */
  begin(contentType: string): void;
  /**
   * Called in order, after `begin`; a chunk may be empty.
   *
   * @returns undefined when it can take more at once, else a promise that resolves when it can. It never rejects: what
   *   nobody reads any more is thrown away, and the function runs on to its end, as on Lambda.
   */
  write(chunk: Buffer): Promise<void> | undefined;
}
