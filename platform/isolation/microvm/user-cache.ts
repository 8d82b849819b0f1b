/** What is made once and used by every platform of this user: under `XDG_CACHE_HOME`, or `~/.cache`. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

export function toCacheFolder(): string {
  const root = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(root, 'faasmark', 'microvm');
}

/**
 * A file that is there whole or not at all, however many platforms make it at once.
 *
 * @param name - has to name the content, since what is there is taken.
 * @returns its path.
 * @throws a system error when the folder cannot be written.
 */
export async function keepFile(name: string, make: () => Iterable<Buffer> | Buffer): Promise<string> {
  const path = join(toCacheFolder(), name);
  if (existsSync(path)) return path;
  await mkdir(toCacheFolder(), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  try {
    await writeFile(unfinished, make(), { mode: 0o600 });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return path;
}
