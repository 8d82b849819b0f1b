/** autocannon, in Node.js, as the command of its package. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Peer, type Reading, requestBody } from './peer.ts';

export const autocannon: Peer = {
  name: 'autocannon',
  find() {
    const folder = findPackage();
    if (folder === undefined) return undefined;
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    const common = [join(folder, 'autocannon.js'), '--json', '--timeout', '60'];
    const post = ['-m', 'POST', '-b', requestBody, '-H', 'content-type=application/json'];
    return {
      name: 'autocannon',
      version,
      closed: ({ url, connections, seconds }) => ({
        file: process.execPath,
        args: [...common, ...post, '-c', `${connections}`, '-d', `${seconds}`, url],
      }),
      open: ({ url, connections, seconds, ratePerSecond }) => ({
        file: process.execPath,
        args: [...common, '-c', `${connections}`, '-d', `${seconds}`, '-R', `${ratePerSecond}`, url],
      }),
      read: readAutocannon,
    };
  },
};

function findPackage(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('autocannon/package.json'));
  } catch {
    return undefined;
  }
}

interface AutocannonResult {
  readonly duration: number;
  readonly '2xx': number;
  readonly latency: { readonly p50: number; readonly p99: number; readonly p99_9: number };
}

/** Its rate is the average of whole seconds; of a short run that is another number than answers over duration. */
function readAutocannon(stdout: string): Reading {
  const result = JSON.parse(stdout) as AutocannonResult;
  return {
    requests: result['2xx'],
    requestsPerSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    p999Ms: result.latency.p99_9,
  };
}
