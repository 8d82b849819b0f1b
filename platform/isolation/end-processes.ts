/** Ends processes by id: whole groups, and those that left their group but still carry the platform's mark. */
import { readFileSync, readdirSync } from 'node:fs';

/** Kills a process group at once; one that is gone already is no news. */
export function killGroup(leaderPid: number): void {
  killProcess(-leaderPid);
}

/** Kills a process at once; one that is gone already is no news. */
function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Kills every process of this user whose environment mentions a folder: a function may start a process that leaves
 * its group, but it keeps the temporary folder it was given. Does nothing where there is no `/proc`.
 *
 * @returns how many were killed.
 */
export function killProcessesOfFolder(folder: string): number {
  if (process.platform !== 'linux') return 0;
  const mark = `TMPDIR=${folder}/`;
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && readEnvironment(pid).includes(mark));
  for (const pid of pids) killProcess(pid);
  return pids.length;
}

function readEnvironment(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
}
