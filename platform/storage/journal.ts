/**
 * A file that only grows, and survives whatever ends its writer: a batch that was not written whole is cut off when the
 * file is opened again. When it has grown too long it is written anew, beside the old one, and takes its place.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PlatformError } from '../platform-error.ts';
import { syncFolder } from './sync-folder.ts';
import { decodeBody, decodeHeader, encodeBatch, headerBytes, type JournalRecord } from './journal-batch.ts';

export interface Journal {
  /** Length of the file. */
  bytes(): number;
  /** False once the disk has not said of a batch whether it has it: only `rewrite` helps then. */
  isSound(): boolean;
  /** Resolves when all records are on the disk; rejects with a system error when none is, or nobody knows. */
  append(records: readonly JournalRecord[]): Promise<void>;
  /** Puts these records in the place of all before. When it rejects, the file is what it was. */
  rewrite(records: Iterable<JournalRecord>): Promise<void>;
  close(): Promise<void>;
}

export interface JournalOptions {
  readonly path: string;
  /** Called with what the file holds, in order. */
  readonly apply: (record: JournalRecord) => void;
  readonly log: (line: string) => void;
}

/** What is written at once of a whole journal. */
const recordsOfBatch = 500;

/** @throws PlatformError `DATA_FOLDER_DAMAGED`; a system error. */
export async function openJournal({ path, apply, log }: JournalOptions): Promise<Journal> {
  // Made if it is not there.
  await (await open(path, 'a')).close();
  let bytes = replay(path, apply);
  let handle = await open(path, 'r+');
  let isCut = false;
  let isKnown = true;
  const surplus = (await handle.stat()).size - bytes;
  if (surplus > 0) {
    log(`${path}: cut off ${surplus} bytes of a batch that was not written whole`);
    await cut();
  }
  await syncFolder(dirname(path));

  async function cut(): Promise<void> {
    isCut = false;
    await handle.truncate(bytes);
    isCut = true;
  }

  async function sync(): Promise<void> {
    try {
      await handle.datasync();
    } catch (error) {
      // The kernel may have dropped what it could not write, and a second call would not tell.
      isKnown = false;
      throw error;
    }
  }

  return {
    bytes: () => bytes,
    isSound: () => isKnown,
    async append(records) {
      const batch = encodeBatch(records);
      if (!isCut) await cut();
      try {
        await writeAll(handle, batch, bytes);
        await sync();
      } catch (error) {
        // What a failed batch left must not stand behind the next one.
        await cut().catch(() => undefined);
        throw error;
      }
      bytes += batch.length;
    },
    async rewrite(records) {
      const fresh = await writeFresh(`${path}.new`, records);
      await rename(`${path}.new`, path);
      const replaced = handle;
      ({ handle, bytes } = fresh);
      isCut = true;
      isKnown = false;
      await replaced.close();
      await syncFolder(dirname(path));
      isKnown = true;
    },
    close: () => handle.close(),
  };
}

/** @returns where the last whole batch ends. */
function replay(path: string, apply: (record: JournalRecord) => void): number {
  const descriptor = openSync(path, 'r');
  try {
    const end = fstatSync(descriptor).size;
    let offset = 0;
    while (offset < end) {
      const start = read(descriptor, offset, headerBytes);
      const header = decodeHeader(start);
      if (header === undefined && isUnwritten(start)) return offset;
      if (header === undefined) throw toDamage(path, offset, end);
      const next = offset + headerBytes + header.bytes;
      const records =
        next <= end ? decodeBody(read(descriptor, offset + headerBytes, header.bytes), header) : undefined;
      if (records === undefined && next < end) throw toDamage(path, offset, next);
      if (records === undefined) return offset;
      records.forEach(apply);
      offset = next;
    }
    return offset;
  } finally {
    closeSync(descriptor);
  }
}

/** Too short, or a block that was claimed but never filled. */
function isUnwritten(header: Buffer): boolean {
  return header.length < headerBytes || header.every((byte) => byte === 0);
}

function read(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

/** No writer that was killed leaves this. */
function toDamage(path: string, from: number, to: number): PlatformError {
  return new PlatformError(
    'DATA_FOLDER_DAMAGED',
    `${path}: bytes ${from} to ${to} are not what was written; restore the file from a copy, or cut it at ${from} and lose what follows`,
  );
}

async function writeFresh(
  path: string,
  records: Iterable<JournalRecord>,
): Promise<{ readonly handle: FileHandle; readonly bytes: number }> {
  const handle = await open(path, 'w+');
  try {
    let bytes = 0;
    for (const some of toBatches(records)) {
      const batch = encodeBatch(some);
      await writeAll(handle, batch, bytes);
      bytes += batch.length;
    }
    await handle.sync();
    return { handle, bytes };
  } catch (error) {
    await handle.close();
    await rm(path, { force: true });
    throw error;
  }
}

function* toBatches(records: Iterable<JournalRecord>): Generator<JournalRecord[]> {
  let batch: JournalRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < recordsOfBatch) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
}
