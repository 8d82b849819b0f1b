/** Removes control groups whose processes are gone, from outside: a server that was killed could not, and one in its jail sees no others. */
import { readdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive } from '../end-processes.ts';

const named: RegExp = /^faasmark-(\d+)-/;

/** @param folder - of this platform's groups; those of dead platforms are beside it. */
export function removeGroups(folder: string): void {
  const parent = dirname(folder);
  for (const name of list(parent)) {
    const place = join(parent, name);
    const owner = named.exec(name)?.[1];
    if (place !== folder && (owner === undefined || isAlive(Number(owner)))) continue;
    for (const child of list(place)) remove(join(place, child));
    remove(place);
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function remove(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Still in use by what was just killed: the next platform removes it.
  }
}
