/** A file system of its own for the data folder, which can be filled without harm to others. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk {
  readonly folder: string;
  /** Why it cannot be filled; undefined when it can. */
  readonly missing: string | undefined;
  fill(): void;
  free(): void;
  remove(): void;
}

export function createSmallDisk(place: string): SmallDisk {
  const folder = join(place, 'disk');
  mkdirSync(folder);
  const missing = whyNot(folder);
  const filler = join(folder, 'filler');
  return {
    folder,
    missing,
    fill() {
      const block = Buffer.alloc(1 << 16);
      try {
        for (;;) writeFileSync(filler, block, { flag: 'a' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      if (missing === undefined) execFileSync('umount', ['-l', folder]);
    },
  };
}

function whyNot(folder: string): string | undefined {
  if (process.getuid?.() !== 0) return 'only root can mount a small disk';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'none', folder], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no file system can be mounted here';
  }
}
