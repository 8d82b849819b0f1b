/**
 * What is made once and used by every platform of this user: under `XDG_CACHE_HOME`, or `~/.cache`, or for a user
 * without a home in a folder of the temporary folder that is this user's alone.
 */
import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';

export function toCacheFolder(): string {
  const root = process.env['XDG_CACHE_HOME'] || findHomeCache() || makeTemporaryCache();
  return join(root, 'faasmark', 'microvm');
}

/** A user without `HOME` and without an entry in `/etc/passwd` has none: for that `homedir` throws. */
function findHomeCache(): string | undefined {
  try {
    return join(homedir(), '.cache');
  } catch {
    return undefined;
  }
}

function makeTemporaryCache(): string {
  const folder = join(tmpdir(), `faasmark-cache-${process.getuid?.()}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Virtual machines boot what is in it.
  if (lstatSync(folder).uid !== process.getuid?.()) {
    throw new Error(`${folder} belongs to another user: set XDG_CACHE_HOME to a folder of your own`);
  }
  return folder;
}

/**
 * A file that is there whole or not at all, however many platforms make it at once.
 *
 * @param name - its kind, a hyphen and a hash of what its content depends on, since what is there is taken.
 * @returns its path.
 * @throws a system error when the folder cannot be written.
 */
export async function keepFile(name: string, make: () => Iterable<Buffer> | Buffer): Promise<string> {
  const path = join(toCacheFolder(), name);
  if (existsSync(path)) {
    const now = systemClock.epochMs() / 1000;
    await utimes(path, now, now);
    return path;
  }
  await mkdir(toCacheFolder(), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  try {
    await writeFile(unfinished, make(), { mode: 0o600 });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await removeUnused(name.slice(0, name.lastIndexOf('-') + 1));
  return path;
}

const unusedMs = 7 * 24 * 60 * 60 * 1000;

/** What was made before from other programs, and that no platform has asked for in a week. */
async function removeUnused(prefix: string): Promise<void> {
  const names = (await readdir(toCacheFolder())).filter((name) => name.startsWith(prefix));
  for (const path of names.map((name) => join(toCacheFolder(), name))) {
    const { mtimeMs } = await stat(path);
    if (systemClock.epochMs() - mtimeMs > unusedMs) await rm(path, { force: true });
  }
}
