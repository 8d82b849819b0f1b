/** Who writes a run directory: how a run that goes on is told from one that was killed. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { files } from './layout.ts';
import { writeRunFile } from './write-run-file.ts';

export async function markAsWritten(directory: string): Promise<void> {
  await writeRunFile(directory, files.writer, `${process.pid}\n`);
}

export async function unmark(directory: string): Promise<void> {
  await rm(join(directory, files.writer), { force: true });
}

/** False after the end, and after a kill: then nobody has the number, unless another process came to have it. */
export async function isBeingWritten(directory: string): Promise<boolean> {
  const pid = Number(await readFile(join(directory, files.writer), 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
