/** The files of a run directory that are written once and whole: the manifest, the end, the summary, the report. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaasmarkError } from '../../contract/errors.ts';
import { toDiskError } from '../disk-error.ts';

/**
 * A reader, or a kill in the middle, finds the old file or the new one, never half of it.
 *
 * @throws FaasmarkError `DISK_FULL`, `DIRECTORY_UNWRITABLE`.
 */
export async function writeRunFile(directory: string, file: string, text: string): Promise<void> {
  const unfinished = join(directory, `${file}.part`);
  try {
    await writeFile(unfinished, text);
    await rename(unfinished, join(directory, file));
  } catch (error) {
    throw toRunDirectoryError(directory, error);
  }
}

export function toRunDirectoryError(directory: string, error: unknown): FaasmarkError {
  return toDiskError(`the run directory ${directory}`, 'with --out', error);
}

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
