/**
 * Watches a tool from outside while it sends: what it costs and what it sends in the middle of its run, by the counters of
 * the target and of the kernel. So all are measured alike, and how long one takes to start or to compile itself is
 * nobody's advantage.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from './pinning.ts';
import { type FinishedCommand, runCommand } from './run-command.ts';
import type { Scope } from './scope.ts';
import type { Target } from './target.ts';

export interface Observation {
  readonly finished: FinishedCommand;
  /** NaN where the tool did not run for long enough. */
  readonly requestsPerSecond: number;
  /** User and system time of all its threads. NaN where there is no `/proc`. */
  readonly cpuMicrosPerRequest: number;
}

export interface ObservedSpan {
  /** From the start of the process. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly limitSeconds: number;
}

export async function runObserved(
  command: Command,
  { fromSeconds, toSeconds, limitSeconds }: ObservedSpan,
  target: Target,
  scope: Scope,
): Promise<Observation> {
  let shell = 0;
  const running = runCommand(command, limitSeconds, scope, (pid) => (shell = pid));
  const observed = observe();
  // Should the tool fail, its failure is the one to be told.
  observed.catch(() => undefined);
  const finished = await running;
  return { finished, ...(await observed) };

  async function observe(): Promise<Omit<Observation, 'finished'>> {
    await delay(fromSeconds * 1000);
    const before = await look(shell, target);
    await delay((toSeconds - fromSeconds) * 1000);
    const after = await look(shell, target);
    const requests = after.requests - before.requests;
    return {
      requestsPerSecond: (requests / (after.atMs - before.atMs)) * 1000,
      cpuMicrosPerRequest: (after.cpuMicros - before.cpuMicros) / requests,
    };
  }
}

interface Look {
  readonly atMs: number;
  readonly requests: number;
  readonly cpuMicros: number;
}

async function look(shell: number, target: Target): Promise<Look> {
  const requests = await target.countRequests();
  return { atMs: performance.now(), requests, cpuMicros: await readCpuMicros(shell) };
}

/** `utime` and `stime` count in hundredths of a second, whatever the kernel was built with (proc(5), USER_HZ). */
const microsPerTick = 10_000;

/** Of the one child that the shell waits for. */
async function readCpuMicros(shell: number): Promise<number> {
  try {
    const child = (await readFile(`/proc/${shell}/task/${shell}/children`, 'utf8')).trim();
    const stat = await readFile(`/proc/${child}/stat`, 'utf8');
    // Behind the name, which may hold anything, the state comes first; fields 14 and 15 of all are the times.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * microsPerTick;
  } catch {
    return Number.NaN;
  }
}
