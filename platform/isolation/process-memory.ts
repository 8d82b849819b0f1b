/** How much memory a process and its descendants hold. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * Peak resident set of a process, in KiB. Where there is no `/proc`, the present resident set, by `ps`.
 *
 * @returns undefined when the process is gone.
 */
export function readPeakKib(pid: number): number | undefined {
  return process.platform === 'linux'
    ? readStatusField(pid, 'VmHWM')
    : toKib(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
}

/** Present resident set of a process, in KiB; undefined when it is gone or where there is no `/proc`. */
export function readResidentKib(pid: number): number | undefined {
  return readStatusField(pid, 'VmRSS');
}

function readStatusField(pid: number, field: string): number | undefined {
  const status = readProc(`/proc/${pid}/status`);
  return toKib(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]);
}

/** All descendants of a process, whichever of its threads started them. Empty where there is no `/proc`. */
export function listDescendants(pid: number): number[] {
  const children = listThreads(pid).flatMap((thread) =>
    readProc(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...listDescendants(child)]);
}

function listThreads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** A process may end between two looks: then there is nothing to read. */
function readProc(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function toKib(text: string | undefined): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isNaN(value) ? undefined : value;
}
