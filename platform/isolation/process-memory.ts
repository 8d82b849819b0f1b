/** How much memory a process and its descendants hold. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * Peak resident set of a process, in KiB. Where there is no `/proc`, the present resident set, by `ps`.
 *
 * @returns undefined when the process is gone.
 */
function readPeakKib(pid: number): number | undefined {
  return process.platform === 'linux'
    ? readStatusField(pid, 'VmHWM')
    : toKib(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
}

/** Present resident set of a process, in KiB; undefined when it is gone or where there is no `/proc`. */
export function readResidentKib(pid: number): number | undefined {
  return readStatusField(pid, 'VmRSS');
}

/** Of `/proc/PID/status`. */
const lines = { VmHWM: /^VmHWM:\s+(\d+) kB/m, VmRSS: /^VmRSS:\s+(\d+) kB/m } as const;

function readStatusField(pid: number, field: keyof typeof lines): number | undefined {
  return toKib(lines[field].exec(readProc(`/proc/${pid}/status`))?.[1]);
}

/** All descendants of a process, whichever of its threads started them. Empty where there is no `/proc`. */
function listDescendants(pid: number): number[] {
  const children = listThreads(pid).flatMap((thread) =>
    readProc(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...listDescendants(child)]);
}

/** The first that a process without threads has started; undefined when there is none, or no `/proc`. */
export function findFirstChild(pid: number): number | undefined {
  const [child] = readProc(`/proc/${pid}/task/${pid}/children`).split(' ', 1);
  return child === undefined || child === '' ? undefined : Number(child);
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

/** How often the list of descendants is read anew, in looks at the memory. */
const looksPerListing = 10;

/**
 * Reads the peak memory of a process together with its descendants, in MiB, rounded up. What was read last holds when
 * the process is gone; undefined where the machine does not tell.
 */
export function createPeakMemoryReader(findPid: () => number | undefined): () => number | undefined {
  let looks = 0;
  let descendants: readonly number[] = [];
  let peakKib: number | undefined;

  function look(pid: number): number {
    if (looks++ % looksPerListing === 0) descendants = listDescendants(pid);
    const ownKib = readPeakKib(pid) ?? 0;
    const familyKib = descendants.reduce(
      (sum, descendant) => sum + (readResidentKib(descendant) ?? 0),
      descendants.length === 0 ? 0 : (readResidentKib(pid) ?? 0),
    );
    return Math.max(ownKib, familyKib);
  }

  return () => {
    const pid = findPid();
    const seenKib = pid === undefined ? 0 : look(pid);
    if (seenKib > 0) peakKib = Math.max(peakKib ?? 0, seenKib);
    return peakKib === undefined ? undefined : Math.ceil(peakKib / 1024);
  };
}
