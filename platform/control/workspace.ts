/**
 * The platform's temporary folder. It says whose it is, so that what a killed platform left can be told from what
 * another one uses.
 */
import { statSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killProcessesOfFolder } from '../isolation/end-processes.ts';
import { isOwnerAlive, readOwner, thisProcess } from '../storage/process-owner.ts';

export interface Workspace {
  readonly folder: string;
  readonly codeFolder: string;
  readonly instancesFolder: string;
  /** Removes it and what still runs in it. */
  remove(): Promise<void>;
}

const prefix = 'faasmark-platform-';
const ownerFile = 'owner.json';

export async function createWorkspace(parent: string = tmpdir()): Promise<Workspace> {
  await removeStaleWorkspaces(parent);
  const folder = await mkdtemp(join(parent, prefix));
  await writeFile(join(folder, ownerFile), JSON.stringify(thisProcess));
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
  // A process that was just killed may still have written: up to five seconds, longer each time.
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => undefined);
}

/** A folder without an owner is just being made; another user's is none of our business. */
function isStale(folder: string): boolean {
  try {
    if (statSync(folder).uid !== process.getuid?.()) return false;
  } catch {
    return false;
  }
  const owner = readOwner(join(folder, ownerFile));
  return owner !== undefined && !isOwnerAlive(owner);
}
