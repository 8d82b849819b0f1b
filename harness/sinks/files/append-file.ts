/**
 * A file that grows by whole rows. What a full disk took of a row is cut off again, so that the file holds exactly the
 * rows that were counted as written.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FaasmarkError, errorCodeOf } from '../../contract/errors.ts';
import { toDiskError } from '../disk-error.ts';

export interface AppendFile {
  readonly written: number;
  readonly refused: number;
  /** Why rows were refused first. */
  readonly failure: FaasmarkError | undefined;
  /** Never throws. Once the disk has refused a row, all that follow are refused: the file has no gap. */
  append(text: string, rows: number): void;
  close(): void;
}

/** @throws FaasmarkError `USAGE` for a file that is there already, `DISK_FULL`, `DIRECTORY_UNWRITABLE`. */
export function openAppendFile(path: string, replaces: boolean): AppendFile {
  const file = openForRun(path, replaces ? 'w' : 'wx');
  let size = 0;
  let written = 0;
  let refused = 0;
  let failure: FaasmarkError | undefined;
  return {
    get written() {
      return written;
    },
    get refused() {
      return refused;
    },
    get failure() {
      return failure;
    },
    append(text, rows) {
      if (failure === undefined) {
        try {
          size += writeAll(file, Buffer.from(text), size);
          written += rows;
          return;
        } catch (error) {
          failure = toDiskError(path, 'for it', error);
          ftruncateSync(file, size);
        }
      }
      refused += rows;
    },
    close: () => closeSync(file),
  };
}

/** @throws FaasmarkError `USAGE` for a file that is there already, `DISK_FULL`, `DIRECTORY_UNWRITABLE`. */
export function openForRun(path: string, flag: 'a' | 'w' | 'wx'): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, flag);
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') throw toDiskError(path, 'for it', error);
    throw new FaasmarkError('USAGE', `${path} is there already`, {
      hint: 'Name another file, or write {run} into its name: it becomes the name of the run.',
    });
  }
}

/** @returns the bytes written, all of them. */
export function writeAll(file: number, bytes: Uint8Array, position: number): number {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, position + done);
  return done;
}
