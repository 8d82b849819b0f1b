/**
 * What a journal consists of: batches of changes, each written whole or not at all. A line with the checksum and the
 * length of what follows, then a line of JSON for each change.
 */
import { crc32 } from 'node:zlib';

/** The value that a key of a table has from now on; without one the key is gone. */
export type JournalRecord = readonly [table: string, key: string, value?: unknown];

export interface BatchHeader {
  readonly checksum: number;
  /** Of the changes, without the header. */
  readonly bytes: number;
}

/** Of every header: a journal is read by it without looking for the end of a line. */
export const headerBytes = 20;

export function encodeBatch(records: readonly JournalRecord[]): Buffer {
  const body = Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  const header = `${toHex(crc32(body), 8)} ${toHex(body.length, 10)}\n`;
  return Buffer.concat([Buffer.from(header), body]);
}

/** @returns undefined for what is no header. */
export function decodeHeader(bytes: Buffer): BatchHeader | undefined {
  const { checksum, length } =
    /^(?<checksum>[\da-f]{8}) (?<length>[\da-f]{10})\n$/.exec(bytes.toString('latin1'))?.groups ?? {};
  if (checksum === undefined || length === undefined) return undefined;
  return { checksum: Number.parseInt(checksum, 16), bytes: Number.parseInt(length, 16) };
}

/** @returns undefined for a body that is not what its header says. */
export function decodeBody(body: Buffer, { checksum, bytes }: BatchHeader): JournalRecord[] | undefined {
  if (body.length !== bytes || crc32(body) !== checksum) return undefined;
  const lines = body.toString('utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalRecord);
}

function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
