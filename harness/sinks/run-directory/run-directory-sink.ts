/** The run directory: append-only while the run lasts, so that whatever was measured survives `kill -9`. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { FaasmarkError, errorCodeOf, messageOf } from '../../contract/errors.ts';
import { toInvocations } from '../../contract/invocation-batch.ts';
import type { Sink } from '../../contract/sink.ts';
import { files } from './layout.ts';

/**
 * @param directory - made by `open`; must not hold another run.
 * @param onFailure - called once when the disk refuses a write; what was written until then stays.
 */
export function createRunDirectorySink(directory: string, onFailure: (error: FaasmarkError) => void): Sink {
  const tables = new Map<string, WriteStream>();
  let failure: FaasmarkError | undefined;
  let offered = 0;
  let rejected = 0;

  const fail = (error: unknown): void => {
    if (failure !== undefined) return;
    failure = toDiskError(directory, error);
    onFailure(failure);
  };

  const append = (file: string, rows: string): void => {
    let table = tables.get(file);
    if (table === undefined) {
      table = createWriteStream(join(directory, file), { flags: 'a' }).on('error', fail);
      tables.set(file, table);
    }
    if (failure === undefined) table.write(rows);
  };

  return {
    async open(run) {
      await guard(directory, async () => {
        await mkdir(directory, { recursive: true });
        await writeWhole(directory, files.manifest, toJson(run));
      });
    },
    phases: (phases) => append(files.phases, toLines(phases)),
    write(batch) {
      offered += batch.length;
      if (failure !== undefined) rejected += batch.length;
      append(files.invocations, toLines(toInvocations(batch)));
    },
    event: (event) => append(files.events, toLines([event])),
    generator: (sample) => append(files.generator, toLines([sample])),
    instances: (records) => append(files.instances, toLines(records)),
    summary: () => undefined,
    async close(end) {
      for (const table of tables.values()) table.end();
      await Promise.allSettled(Array.from(tables.values(), (table) => finished(table)));
      if (failure === undefined) {
        await writeRunFile(directory, files.end, toJson(end));
      }
      return {
        sink: 'run directory',
        unit: 'invocations',
        offered,
        acknowledged: offered - rejected,
        rejected,
        spooled: 0,
        ...(failure === undefined ? {} : { note: failure.message }),
      };
    },
  };
}

/**
 * Writes one of the files that are written once and whole: the end, the summary, the report.
 *
 * @throws FaasmarkError `DISK_FULL`, `DIRECTORY_UNWRITABLE`.
 */
export async function writeRunFile(directory: string, file: string, text: string): Promise<void> {
  await guard(directory, () => writeWhole(directory, file, text));
}

/** A reader, or a kill in the middle, finds the old file or the new one, never half of it. */
async function writeWhole(directory: string, file: string, text: string): Promise<void> {
  const unfinished = join(directory, `${file}.part`);
  await writeFile(unfinished, text);
  await rename(unfinished, join(directory, file));
}

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function toLines(rows: Iterable<unknown>): string {
  let text = '';
  for (const row of rows) text += `${JSON.stringify(row)}\n`;
  return text;
}

async function guard(directory: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw toDiskError(directory, error);
  }
}

function toDiskError(directory: string, error: unknown): FaasmarkError {
  const code = errorCodeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new FaasmarkError('DISK_FULL', `no space left for the run directory ${directory}`, {
      hint: 'Free some space or choose another place with --out; what was written until now can be reported.',
      cause: error,
    });
  }
  return new FaasmarkError(
    'DIRECTORY_UNWRITABLE',
    `cannot write the run directory ${directory}: ${messageOf(error)}`,
    {
      hint: 'Choose a folder that you may write to with --out.',
      cause: error,
    },
  );
}
