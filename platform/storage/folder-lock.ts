/**
 * Lets one process at a time have a folder; a process that was killed has it no more. Each holder has a number of its own,
 * one above the last, so that two who find the same dead holder cannot both take its place.
 */
import { randomUUID } from 'node:crypto';
import { link, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '../platform-error.ts';
import { isOwnerAlive, readOwner, thisProcess } from './process-owner.ts';

export interface FolderLock {
  release(): Promise<void>;
}

const prefix = 'owner.';

/** @throws PlatformError `DATA_FOLDER_IN_USE` */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const toPath = (number: number): string => join(folder, `${prefix}${number}`);
  const last = (await listNumbers(folder)).at(-1) ?? 0;
  const holder = readOwner(toPath(last));
  if (holder !== undefined && isOwnerAlive(holder)) throw toInUse(folder, holder.pid);
  const own = last + 1;
  await createWhole(folder, toPath(own)).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? toInUse(folder) : error;
  });
  const release = (): Promise<void> => rm(toPath(own), { force: true });
  // Others may have come and gone since the numbers were read.
  const numbers = await listNumbers(folder);
  if (numbers.some((number) => number > own)) {
    await release();
    throw toInUse(folder);
  }
  await Promise.all(
    numbers.filter((number) => number < own).map((number) => rm(toPath(number), { force: true })),
  );
  return { release };
}

async function listNumbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names
    .filter((name) => /^owner\.\d+$/.test(name))
    .map((name) => Number(name.slice(prefix.length)))
    .toSorted((one, other) => one - other);
}

/** With its content from the first moment on, and only if there is none of that name. */
async function createWhole(folder: string, path: string): Promise<void> {
  const draft = join(folder, `draft.${randomUUID()}`);
  await writeFile(draft, JSON.stringify(thisProcess));
  try {
    await link(draft, path);
  } finally {
    await rm(draft);
  }
}

function toInUse(folder: string, pid?: number): PlatformError {
  const who = pid === undefined ? 'another platform' : `another platform, process ${pid},`;
  return new PlatformError('DATA_FOLDER_IN_USE', `${folder}: ${who} has this folder`);
}
