/** How load is sent, as a scenario may set it. */

/**
 * How the sender waits for what is due.
 *
 * - `worker`: a thread blocks until an invocation is nearly due and wakes the sender a head start before it.
 * - `spin`: the sender never waits: a whole core.
 * - `timer`: every millisecond, and so half of one late on average; the cheapest.
 * - `auto`: `worker` up to 5,000 a second a sender, `spin` above.
 */
export type Pacing = 'auto' | 'worker' | 'spin' | 'timer';

export interface LoadOptions {
  /** Sending threads. */
  readonly workers: number;
  readonly pacing: Pacing;
  /** Most connections that a sending thread may have to one origin. */
  readonly maxConnections: number;
  /** Most invocations of a sending thread that may wait for a connection; beyond it they are dropped and counted. */
  readonly maxBacklog: number;
  /** `fresh`: a new connection for every invocation. */
  readonly connectionReuse: 'reuse' | 'fresh';
  readonly protocol: 'http/1.1' | 'h2';
}

export const defaultLoadOptions: LoadOptions = {
  workers: 1,
  pacing: 'auto',
  maxConnections: 10_000,
  maxBacklog: 10_000,
  connectionReuse: 'reuse',
  protocol: 'http/1.1',
};
