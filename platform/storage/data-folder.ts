/** The folder in which a platform keeps what has to outlive it: functions, their code, events, queues, timers. */
import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PlatformError } from '../platform-error.ts';
import { createMemoryStore, type DataStore, openDataStore } from './data-store.ts';
import { lockFolder } from './folder-lock.ts';
import { openJournal } from './journal.ts';

export interface PlatformData {
  readonly store: DataStore;
  /** For the zip archives of functions; undefined for a platform whose functions end with it. */
  readonly archivesFolder: string | undefined;
  /** Writes what is left, and lets another platform have the folder. */
  close(): Promise<void>;
}

/** Goes up when an older platform could not read what a newer one writes. */
const formatVersion = 1;
const formatFile = 'format.json';

/**
 * @param folder - made if it is not there; undefined to keep everything in memory.
 * @throws PlatformError `DATA_FOLDER_IN_USE`, `DATA_FOLDER_NEWER`, `DATA_FOLDER_DAMAGED`, `DATA_FOLDER_UNUSABLE`
 */
export async function openPlatformData(
  folder: string | undefined,
  log: (line: string) => void,
): Promise<PlatformData> {
  if (folder === undefined) {
    const store = createMemoryStore();
    return { store, archivesFolder: undefined, close: () => store.close() };
  }
  try {
    return await openFolder(resolve(folder), log);
  } catch (error) {
    if (error instanceof PlatformError) throw error;
    throw new PlatformError('DATA_FOLDER_UNUSABLE', `${folder}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

async function openFolder(folder: string, log: (line: string) => void): Promise<PlatformData> {
  await mkdir(folder, { recursive: true });
  await demandFormat(folder);
  const lock = await lockFolder(folder);
  try {
    const archivesFolder = join(folder, 'code');
    await mkdir(archivesFolder, { recursive: true });
    const path = join(folder, 'journal');
    const store = await openDataStore({ open: (apply) => openJournal({ path, apply, log }), log });
    return {
      store,
      archivesFolder,
      async close() {
        await store.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function demandFormat(folder: string): Promise<void> {
  const path = join(folder, formatFile);
  const version = readVersion(path);
  if (version === undefined) {
    if ((await readdir(folder)).length > 0) {
      throw new PlatformError(
        'DATA_FOLDER_UNUSABLE',
        `${folder}: not empty, and no platform's data; name a folder of its own`,
      );
    }
    await writeFile(path, `${JSON.stringify({ format: 'faasmark-platform', version: formatVersion })}\n`);
  } else if (version > formatVersion) {
    throw new PlatformError(
      'DATA_FOLDER_NEWER',
      `${folder}: written in format ${version} by a newer platform; this one reads up to ${formatVersion}`,
    );
  }
}

function readVersion(path: string): number | undefined {
  try {
    const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version?: unknown };
    return Number(version);
  } catch {
    return undefined;
  }
}
