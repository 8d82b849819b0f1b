/**
 * The queue between the run and the server is a file: what memory holds is bounded by construction, and what was not
 * sent is still there afterwards. Lines are appended; the pump reads from the first that is not acknowledged.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodeOf } from '../../contract/errors.ts';
import { toDiskError } from '../disk-error.ts';
import { writeAll } from '../files/append-file.ts';

export interface Spool {
  /** Where the lines that the server will not have are kept. */
  readonly rejectedPath: string;
  /** Lines appended so far. */
  readonly offered: number;
  /** @throws FaasmarkError `DISK_FULL`, `DIRECTORY_UNWRITABLE`. */
  append(lines: readonly string[]): void;
  /** The next lines, at most `limit`; none when all were read. They stay next until they are acknowledged. */
  read(limit: number): SpoolChunk;
  /** The lines of a chunk are done with: stored by the server, or refused and kept apart. */
  acknowledge(chunk: SpoolChunk): void;
  /** Keeps lines that the server will not take, under the reason. */
  reject(lines: readonly string[], reason: string): void;
  /** @param keeps - whether the file stays, with what was not acknowledged and nothing else. */
  close(how: { readonly keeps: boolean }): void;
}

export interface SpoolChunk {
  readonly lines: readonly string[];
  /** Byte offset after the last of them. */
  readonly end: number;
}

/** Two databases that one run is streamed to have a spool each: the second is `influx-2.lp`. */
export const spoolFiles = {
  /** The lines that were not acknowledged, in order: line protocol as it is. */
  lines: (number: number): string => `influx${number === 1 ? '' : `-${number}`}.lp`,
  rejected: (number: number): string => `influx${number === 1 ? '' : `-${number}`}-rejected.lp`,
} as const;

const blockBytes = 1 << 20;
const newline = 10;

/** Begins a new spool, beside those that are there already. */
export function createSpool(directory: string): Spool {
  const path = (file: string): string => join(directory, file);
  const guard = <Result>(act: () => Result): Result => {
    try {
      return act();
    } catch (error) {
      throw toDiskError(`the lines for InfluxDB in ${directory}`, 'with --out', error);
    }
  };
  const { file, number } = guard(() => {
    mkdirSync(directory, { recursive: true });
    return openNext(directory, 1);
  });
  const rejectedPath = path(spoolFiles.rejected(number));
  let size = 0;
  let offset = 0;
  let offered = 0;

  const readBlock = (bytes: number): Buffer => {
    const block = Buffer.allocUnsafe(Math.min(bytes, size - offset));
    readSync(file, block, 0, block.length, offset);
    const end = block.lastIndexOf(newline);
    // A line that is longer than the block.
    return end === -1 && block.length < size - offset ? readBlock(bytes * 2) : block.subarray(0, end + 1);
  };

  /** Moves what is left to the front. It needs no space. */
  const forget = (): void => {
    let kept = 0;
    for (let from = offset; from < size;) {
      const block = Buffer.allocUnsafe(Math.min(blockBytes, size - from));
      readSync(file, block, 0, block.length, from);
      writeAll(file, block, kept);
      from += block.length;
      kept += block.length;
    }
    ftruncateSync(file, kept);
    size = kept;
    offset = 0;
  };

  return {
    rejectedPath,
    get offered() {
      return offered;
    },
    append(lines) {
      if (lines.length === 0) return;
      const bytes = Buffer.from(`${lines.join('\n')}\n`);
      // A full disk may take a part: it is written over by the next attempt, so that no line is ever torn.
      guard(() => writeAll(file, bytes, size));
      size += bytes.length;
      offered += lines.length;
    },
    read(limit) {
      if (offset === size) return { lines: [], end: offset };
      const block = readBlock(blockBytes);
      const end = endOfLine(block, limit);
      return { lines: block.toString('utf8', 0, end - 1).split('\n'), end: offset + end };
    },
    acknowledge(chunk) {
      offset = chunk.end;
      // Nothing is behind: the disk holds what the server has not, and no more.
      if (offset === size) forget();
    },
    reject(lines, reason) {
      const text = `# ${reason.replace(/\s+/g, ' ')}\n${lines.join('\n')}\n`;
      guard(() => writeFileSync(rejectedPath, text, { flag: 'a' }));
    },
    close({ keeps }) {
      if (keeps) forget();
      closeSync(file);
      if (!keeps) rmSync(path(spoolFiles.lines(number)), { force: true });
    },
  };
}

/** Exclusively: another thread may look for one at the same time. */
function openNext(directory: string, number: number): { readonly file: number; readonly number: number } {
  try {
    return { file: openSync(join(directory, spoolFiles.lines(number)), 'wx+'), number };
  } catch (error) {
    if (errorCodeOf(error) === 'EEXIST') return openNext(directory, number + 1);
    throw error;
  }
}

/** The position after the last byte of the first `limit` lines. */
function endOfLine(block: Buffer, limit: number): number {
  let end = 0;
  for (let line = 0; line < limit && end < block.length; line++) end = block.indexOf(newline, end) + 1;
  return end;
}
