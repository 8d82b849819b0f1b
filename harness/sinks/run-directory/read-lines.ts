/** The rows of a table of a run directory, one after the other. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FaasmarkError, errorCodeOf, messageOf } from '../../contract/errors.ts';

/**
 * A line that does not parse is an error, unless it is the last: that one was being written at a kill. A file that is
 * not there has no rows.
 *
 * @throws FaasmarkError `RUN_UNREADABLE`.
 */
export async function* readLines<Row>(directory: string, file: string): AsyncGenerator<Row> {
  const path = join(directory, file);
  let torn: { readonly line: number; readonly error: unknown } | undefined;
  let number = 0;
  try {
    const handle = await open(path);
    for await (const line of handle.readLines()) {
      number++;
      if (torn !== undefined) break;
      const row = parse(line);
      if ('value' in row) yield row.value as Row;
      else torn = { line: number, error: row.error };
    }
  } catch (error) {
    if (isMissing(error)) return;
    throw unreadable(path, error);
  }
  if (torn !== undefined && torn.line < number) throw unreadable(`${path}:${torn.line}`, torn.error);
}

function parse(line: string): { readonly value: unknown } | { readonly error: unknown } {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    return { error };
  }
}

export function isMissing(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

export function unreadable(place: string, error: unknown): FaasmarkError {
  return new FaasmarkError('RUN_UNREADABLE', `cannot read ${place}: ${messageOf(error)}`, { cause: error });
}
