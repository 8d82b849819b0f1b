/** What processes hold in memory, by the kernel's counts (proc(5): smaps_rollup). */
import { readFileSync } from 'node:fs';

/** What is in memory; that, with what is shared divided by those who share it; only what nobody shares. */
export type MemoryKind = 'resident' | 'proportional' | 'private';

const linesOf: Readonly<Record<MemoryKind, RegExp>> = {
  resident: /^Rss: +(\d+)/gm,
  proportional: /^Pss: +(\d+)/gm,
  private: /^Private_(?:Clean|Dirty): +(\d+)/gm,
};

/** NaN for a process that is gone, that another user owns, or where there is no `/proc`. */
export function readMemoryMiB(pid: number, kind: MemoryKind): number {
  const text = read(`/proc/${pid}/smaps_rollup`);
  if (text === '') return Number.NaN;
  return [...text.matchAll(linesOf[kind])].reduce((sum, match) => sum + Number(match[1]), 0) / 1024;
}

/** The process itself first. */
export function listDescendants(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).trim().split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => listDescendants(Number(child)))];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
