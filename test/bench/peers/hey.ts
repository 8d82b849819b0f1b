/** hey, in Go. Its rate is one of each worker: `-c 50 -q 20` is 1,000 a second. */
import { findOnPath } from '../find-on-path.ts';
import { percentile } from '../statistics.ts';
import { type Peer, type Reading, requestBody } from './peer.ts';

export const hey: Peer = {
  name: 'hey',
  find() {
    const path = findOnPath('hey');
    if (path === undefined) return undefined;
    const common = ['-o', 'csv', '-cpus', '1'];
    const post = ['-m', 'POST', '-d', requestBody, '-T', 'application/json'];
    return {
      name: 'hey',
      // It has no option that says it.
      version: '(version unknown)',
      closed: ({ url, connections, seconds }) => ({
        file: path,
        args: [...common, ...post, '-c', `${connections}`, '-z', `${seconds}s`, url],
      }),
      open: ({ url, connections, seconds, ratePerSecond }) => ({
        file: path,
        args: [
          ...common,
          '-c',
          `${connections}`,
          '-q',
          `${ratePerSecond / connections}`,
          '-z',
          `${seconds}s`,
          url,
        ],
      }),
      read: readHey,
    };
  },
};

/** One line a request: its response time in seconds first, the offset of its start from the beginning last. */
function readHey(stdout: string): Reading {
  const rows = stdout
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
  if (rows.length === 0) throw new Error('hey printed no request');
  const times = Float64Array.from(rows, ([time]) => Number(time) * 1000).toSorted();
  const end = rows.reduce((latest, row) => Math.max(latest, Number(row.at(-1)) + Number(row[0])), 0);
  return {
    requests: rows.length,
    requestsPerSecond: rows.length / end,
    p50Ms: percentile(times, 50),
    p99Ms: percentile(times, 99),
    p999Ms: percentile(times, 99.9),
  };
}
