/**
 * The platform's temporary folder. It says whose it is, so that what a killed platform left can be told from what
 * another one uses.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, killProcessesOfFolder } from '../isolation/end-processes.ts';

export interface Workspace {
  readonly folder: string;
  readonly codeFolder: string;
  readonly instancesFolder: string;
  /** Removes it and what still runs in it. */
  remove(): Promise<void>;
}

const prefix = 'faasmark-platform-';
const ownerFile = 'owner.json';

/** Process ids are used again: the start time tells two owners apart. */
interface Owner {
  readonly pid: number;
  /** In clock ticks since boot; null where there is no `/proc`. */
  readonly startTicks: string | null;
}

export async function createWorkspace(parent: string = tmpdir()): Promise<Workspace> {
  await removeStaleWorkspaces(parent);
  const folder = await mkdtemp(join(parent, prefix));
  const owner: Owner = { pid: process.pid, startTicks: readStartTicks(process.pid) };
  await writeFile(join(folder, ownerFile), JSON.stringify(owner));
  const codeFolder = join(folder, 'code');
  const instancesFolder = join(folder, 'instances');
  await Promise.all([mkdir(codeFolder), mkdir(instancesFolder)]);
  return { folder, codeFolder, instancesFolder, remove: () => removeFolder(folder) };
}

/** Removes the folders of platforms that are dead, and ends what they left running. */
async function removeStaleWorkspaces(parent: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const folder of names.map((name) => join(parent, name))) {
    if (isStale(folder)) await removeFolder(folder);
  }
}

async function removeFolder(folder: string): Promise<void> {
  killProcessesOfFolder(folder);
  // A process that was just killed may still have written.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(() => undefined);
}

/** A folder without an owner is just being made; another user's is none of our business. */
function isStale(folder: string): boolean {
  const path = join(folder, ownerFile);
  if (!existsSync(path)) return false;
  try {
    if (statSync(folder).uid !== process.getuid?.()) return false;
    const owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
    return !isAlive(owner.pid) || readStartTicks(owner.pid) !== owner.startTicks;
  } catch {
    return false;
  }
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
