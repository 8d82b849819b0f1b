/**
 * Reads the rows of a table that does not fit in memory, one by one. Columns are found by name, wherever they stand. The
 * traces quote nothing, so a comma always separates.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { FaasmarkError, errorCodeOf, messageOf } from '../../harness/contract/errors.ts';

export interface CsvRow {
  /** `file:line`, for messages. */
  readonly place: string;
  readonly cells: readonly string[];
  readonly text: (column: string) => string;
  /** @throws FaasmarkError `TRACE_INVALID` where it is no finite number. */
  readonly number: (column: string) => number;
}

/**
 * @param columns - those that are read by name; the file may have others.
 * @throws FaasmarkError `TRACE_UNREADABLE`, `TRACE_INVALID`.
 */
export async function* readCsv(
  path: string,
  columns: readonly string[],
): AsyncGenerator<CsvRow, void, undefined> {
  let header: ReadonlyMap<string, number> | undefined;
  let line = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      line += 1;
      const place = `${path}:${line}`;
      const cells = text.split(',');
      if (header === undefined) header = toHeader(place, cells, columns);
      else if (text !== '') yield toRow(place, cells, header);
    }
  } catch (error) {
    throw toReadError(path, error);
  }
  if (header === undefined) throw invalid(path, `is empty; it should begin with ${columns.join(',')}`);
}

export function invalid(place: string, message: string): FaasmarkError {
  return new FaasmarkError('TRACE_INVALID', `${place} ${message}`);
}

function toHeader(
  place: string,
  cells: readonly string[],
  columns: readonly string[],
): ReadonlyMap<string, number> {
  const header = new Map(cells.map((cell, at) => [cell, at]));
  const missing = columns.filter((column) => !header.has(column));
  if (missing.length > 0) throw invalid(place, `has no column ${missing.join(', ')}`);
  return header;
}

function toRow(place: string, cells: readonly string[], header: ReadonlyMap<string, number>): CsvRow {
  if (cells.length !== header.size)
    throw invalid(place, `has ${cells.length} fields, and the header has ${header.size}`);
  const text = (column: string): string => cells[header.get(column) as number] as string;
  return { place, cells, text, number: (column) => toNumber(place, column, text(column)) };
}

function toNumber(place: string, column: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw invalid(place, `${column}: ${JSON.stringify(text)} is no number`);
  return value;
}

/** What the file system says, in our words; anything else is passed on as it is. */
function toReadError(path: string, error: unknown): unknown {
  const code = errorCodeOf(error);
  if (code === undefined || !['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR', 'EIO'].includes(code)) return error;
  return new FaasmarkError('TRACE_UNREADABLE', `cannot read the trace ${path}: ${messageOf(error)}`, {
    hint: 'Give the path of a CSV file, unpacked.',
    cause: error,
  });
}
