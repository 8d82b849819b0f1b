/** Which process something belongs to. Process ids are used again: the start time tells two owners apart. */
import { readFileSync } from 'node:fs';
import { isAlive } from '../isolation/end-processes.ts';

export interface ProcessOwner {
  readonly pid: number;
  /** In clock ticks since boot; null where there is no `/proc`. */
  readonly startTicks: string | null;
}

export const thisProcess: ProcessOwner = { pid: process.pid, startTicks: readStartTicks(process.pid) };

/** @param path - a file with an owner as JSON. @returns undefined when it cannot be read. */
export function readOwner(path: string): ProcessOwner | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessOwner;
  } catch {
    return undefined;
  }
}

export function isOwnerAlive({ pid, startTicks }: ProcessOwner): boolean {
  return isAlive(pid) && readStartTicks(pid) === startTicks;
}

function readStartTicks(pid: number): string | null {
  try {
    // The name in parentheses may hold spaces; the start time is the 20th field after it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
