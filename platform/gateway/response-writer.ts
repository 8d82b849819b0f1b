/** Sends what a function streams into the answer to an HTTP request, no faster than the client reads and the policy lets. */
import type { ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { type BandwidthLimits, decideWait } from '../policies/index.ts';

/** @returns a promise, which never rejects, when the sender has to wait until it resolves. */
export type WriteChunk = (chunk: Buffer) => Promise<void> | undefined;

/** @param limits - undefined to send as fast as the client reads. */
export function createResponseWriter(
  response: ServerResponse,
  clock: Clock,
  limits: BandwidthLimits | undefined,
): WriteChunk {
  const startedMs = clock.now();
  let sentBytes = 0;
  let waiting: Promise<void> | undefined;

  const waitFor = (wait: Promise<void>): Promise<void> => {
    waiting = wait.finally(() => {
      waiting = undefined;
    });
    return waiting;
  };

  return (chunk) => {
    // Nobody reads any more: the function runs on to its end, as on Lambda.
    if (response.destroyed) return undefined;
    sentBytes += chunk.length;
    const hasRoom = response.write(chunk);
    // One wait for all that came in one piece.
    if (waiting !== undefined) return waiting;
    if (!hasRoom) return waitFor(drained(response));
    const waitMs = limits === undefined ? 0 : decideWait(sentBytes, clock.now() - startedMs, limits);
    return waitMs === 0 ? undefined : waitFor(passed(clock, waitMs));
  };
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}

function passed(clock: Clock, waitMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(waitMs, resolve);
  });
}
