/** Processes as /proc shows them: whose descendants they are, whose mark they carry, what they hold. */
import { readFileSync, readdirSync } from 'node:fs';

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    // It ended meanwhile.
    return '';
  }
};

function listPids(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1);
}

/** Undefined for what has ended and only waits to be read. */
function readParent(pid: number): number | undefined {
  // The name of the program, in brackets, may hold anything.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return fields[0] === 'Z' ? undefined : Number(fields[1]);
}

export interface Descendant {
  readonly pid: number;
  /** 1: a child. */
  readonly depth: number;
}

export function listDescendants(root: number): Descendant[] {
  const childrenOf = new Map<number, number[]>();
  for (const pid of listPids()) {
    const parent = readParent(pid);
    if (parent !== undefined) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), pid]);
  }
  const below = (pid: number, depth: number): Descendant[] =>
    (childrenOf.get(pid) ?? []).flatMap((child) => [{ pid: child, depth }, ...below(child, depth + 1)]);
  return below(root, 1);
}

/** Living processes that were started with a text in their environment. */
export function listMarked(mark: string): number[] {
  return listPids().filter(
    (pid) =>
      pid !== process.pid && readParent(pid) !== undefined && read(`/proc/${pid}/environ`).includes(mark),
  );
}

export function describeProcess(pid: number): string {
  return `process ${pid}: ${read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').slice(0, 120)}`;
}

export function readResidentMiB(pid: number): number | undefined {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

export function countHandles(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}

/** One that is gone already is no news. */
export function killProcess(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
