/** What a platform has left behind that has ended. */
import { readFileSync, readdirSync } from 'node:fs';
import { listControlGroups } from '../support/control-groups.ts';
import { describeProcess, listMarked } from './processes.ts';

export interface Traces {
  /** Temporary folder of all platforms. */
  readonly temporary: string;
  /** In the environment of every function. */
  readonly mark: string;
  /** Of all platforms that ran. */
  readonly pids: readonly number[];
}

/** A line for each: processes, mounts, control groups, sockets with a name, files. */
export function findLeftovers({ temporary, mark, pids }: Traces): string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'latin1')
    .split('\n')
    .filter((line) => line.includes(temporary));
  const sockets = readFileSync('/proc/net/unix', 'latin1')
    .split('\n')
    .filter((line) => line.includes(temporary));
  const groups = pids.flatMap((pid) => listControlGroups(`faasmark-${pid}-`));
  return [
    ...[...new Set([...listMarked(mark), ...listMarked(temporary)])].map(describeProcess),
    ...mounts.map((line) => `mount ${line.split(' ')[4]}`),
    ...sockets.map((line) => `socket ${line.split(' ').at(-1)}`),
    ...groups.map((folder) => `control group ${folder}`),
    ...readdirSync(temporary).map((name) => `file ${name}`),
  ];
}
