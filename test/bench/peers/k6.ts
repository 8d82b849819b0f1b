/** k6, in Go with scripts in JavaScript: the binary that `FAASMARK_K6` names, the one that `prepare.sh` has built, or one on the path. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../harness/contract/package-root.ts';
import { findOnPath, isProgram } from '../find-on-path.ts';
import type { Command } from '../pinning.ts';
import { type Peer, type Reading, requestBody } from './peer.ts';
import { programVersion } from './program-version.ts';

export const k6: Peer = {
  name: 'k6',
  find() {
    const path = findK6();
    if (path === undefined) return undefined;
    return {
      name: 'k6',
      version: programVersion(path, ['version'], /v?(\d+\.\d+\.\d+)/),
      closed({ url, connections, seconds }, folder) {
        const scenario = { executor: 'constant-vus', vus: connections, duration: `${seconds}s` };
        const call = `http.post(${JSON.stringify(url)}, ${JSON.stringify(requestBody)}, params)`;
        return toCommand(path, folder, scenario, call);
      },
      open({ url, connections, seconds, ratePerSecond }, folder) {
        const scenario = {
          executor: 'constant-arrival-rate',
          rate: ratePerSecond,
          timeUnit: '1s',
          duration: `${seconds}s`,
          preAllocatedVUs: connections,
          maxVUs: connections,
        };
        return toCommand(path, folder, scenario, `http.get(${JSON.stringify(url)})`);
      },
      read: readK6,
    };
  },
};

function findK6(): string | undefined {
  const named = process.env['FAASMARK_K6'] ?? '';
  if (named !== '') return isProgram(named) ? named : undefined;
  const cached = join(packageRoot, '.cache', 'runtime-clients', 'k6', 'k6');
  return isProgram(cached) ? cached : findOnPath('k6');
}

function toCommand(path: string, folder: string, scenario: object, call: string): Command {
  const script = join(folder, 'k6.js');
  const options = {
    scenarios: { load: scenario },
    // What costs it most and is not asked for.
    discardResponseBodies: true,
    summaryTrendStats: ['p(50)', 'p(99)', 'p(99.9)'],
  };
  writeFileSync(
    script,
    `import http from 'k6/http';
export const options = ${JSON.stringify(options)};
const params = { headers: { 'Content-Type': 'application/json' } };
export default function () { ${call}; }
export function handleSummary({ metrics }) { return { stdout: JSON.stringify(metrics) }; }
`,
  );
  // GOMAXPROCS follows the one core that it is pinned to.
  return { file: path, args: ['run', '--quiet', '--no-usage-report', script] };
}

interface K6Metrics {
  readonly http_reqs: { readonly values: { readonly count: number; readonly rate: number } };
  readonly http_req_duration: { readonly values: Readonly<Record<string, number>> };
}

function readK6(stdout: string): Reading {
  const metrics = JSON.parse(stdout.slice(stdout.indexOf('{'))) as K6Metrics;
  const { values } = metrics.http_req_duration;
  return {
    requests: metrics.http_reqs.values.count,
    requestsPerSecond: metrics.http_reqs.values.rate,
    p50Ms: values['p(50)'] ?? Number.NaN,
    p99Ms: values['p(99)'] ?? Number.NaN,
    p999Ms: values['p(99.9)'] ?? Number.NaN,
  };
}
