/** The closed loop on undici's `dispatch`: so many connections, each with one request at a time. */
import { Pool } from 'undici';
import { type ClosedOrder, requestBody } from '../peers/peer.ts';
import { endWithParent } from './end-with-parent.ts';

endWithParent();
const { url, connections, seconds } = JSON.parse(process.argv[2] ?? '') as ClosedOrder;
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections, pipelining: 1 });
const request = {
  path: pathname,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: requestBody,
} as const;

let requests = 0;
const startedAt = performance.now();
const endAt = startedAt + seconds * 1000;

const call = (onOver: () => void): void => {
  pool.dispatch(request, {
    onRequestStart: () => undefined,
    onResponseStart: () => undefined,
    onResponseData: () => undefined,
    onResponseEnd() {
      requests++;
      if (performance.now() < endAt) call(onOver);
      else onOver();
    },
    onResponseError(_, error) {
      throw error;
    },
  });
};

await Promise.all(Array.from({ length: connections }, () => new Promise<void>(call)));
const tookSeconds = (performance.now() - startedAt) / 1000;
await pool.close();
process.stdout.write(
  `${JSON.stringify({ requests, requestsPerSecond: requests / tookSeconds, p50Ms: null, p99Ms: null, p999Ms: null })}\n`,
);
process.exit();
