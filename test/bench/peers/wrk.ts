/** wrk, in C: the fastest closed-loop client there is. The request is made once, by a script, and then repeated. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from '../find-on-path.ts';
import { type Peer, type Reading, numberIn, requestBody } from './peer.ts';
import { programVersion } from './program-version.ts';

export const wrk: Peer = {
  name: 'wrk',
  find() {
    const path = findOnPath('wrk');
    if (path === undefined) return undefined;
    return {
      name: 'wrk',
      version: programVersion(path, ['-v'], /wrk \w*\/?([\d.]+)/),
      closed: ({ url, connections, seconds }, folder) => ({
        file: path,
        args: ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', writeScript(folder), url],
      }),
      read: readWrk,
    };
  },
};

function writeScript(folder: string): string {
  const script = join(folder, 'post.lua');
  writeFileSync(
    script,
    `wrk.method = "POST"\nwrk.body = '${requestBody}'\nwrk.headers["Content-Type"] = "application/json"\n`,
  );
  return script;
}

/** Of wrk and of wrk2, which prints more quantiles. */
export function readWrk(stdout: string): Reading {
  const requestsPerSecond = numberIn(stdout, /Requests\/sec:\s+([\d.]+)/);
  if (Number.isNaN(requestsPerSecond)) throw new Error('wrk printed no rate');
  return {
    requestsPerSecond,
    requests: numberIn(stdout, /(\d+) requests in/),
    p50Ms: readQuantile(stdout, '50'),
    p99Ms: readQuantile(stdout, '99'),
    p999Ms: readQuantile(stdout, '99.9'),
  };
}

const millisPer: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

/** `99%    1.23ms`, `99.900%  995.33ms`. */
function readQuantile(stdout: string, percent: string): number {
  const pattern = new RegExp(`^\\s*${percent.replace('.', '\\.')}\\.?0*%\\s+([\\d.]+)(us|ms|s|m)\\s*$`, 'm');
  const [, value, unit] = pattern.exec(stdout) ?? [];
  return Number(value) * (millisPer[unit ?? ''] ?? Number.NaN);
}
