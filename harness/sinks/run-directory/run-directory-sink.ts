/** The run directory: append-only while the run lasts, so that whatever was measured survives `kill -9`. */
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { FaasmarkError } from '../../contract/errors.ts';
import { toInvocations } from '../../contract/invocation-batch.ts';
import type { Sink } from '../../contract/sink.ts';
import { files } from './layout.ts';
import { toJson, toRunDirectoryError, writeRunFile } from './write-run-file.ts';
import { markAsWritten, unmark } from './writer-mark.ts';

interface Table {
  readonly stream: WriteStream;
  readonly path: string;
  /** Bytes that the disk has taken, by whole lines. */
  size: number;
}

/**
 * @param directory - made by `open`; must not hold another run.
 * @param onFailure - called once when the disk refuses a write; what was written until then stays.
 */
export function createRunDirectorySink(directory: string, onFailure: (error: FaasmarkError) => void): Sink {
  const tables = new Map<string, Table>();
  let failure: FaasmarkError | undefined;
  let offered = 0;
  let acknowledged = 0;

  const fail = (error: unknown): void => {
    if (failure !== undefined) return;
    failure = toRunDirectoryError(directory, error);
    onFailure(failure);
  };

  const openTable = (file: string): Table => {
    const path = join(directory, file);
    const table = { stream: createWriteStream(path, { flags: 'a' }).on('error', fail), path, size: 0 };
    tables.set(file, table);
    return table;
  };

  const append = (file: string, rows: Iterable<unknown>, onWritten = (): void => undefined): void => {
    if (failure !== undefined) return;
    const table = tables.get(file) ?? openTable(file);
    const bytes = Buffer.from(toLines(rows));
    table.stream.write(bytes, (error) => {
      if (error !== null && error !== undefined) return;
      table.size += bytes.length;
      onWritten();
    });
  };

  /** What a full disk took of a line is cut off, so that the directory holds what was acknowledged and nothing else. */
  const close = async ({ stream, path, size }: Table): Promise<void> => {
    if (failure === undefined) return;
    await truncate(path, size).catch(() => undefined);
    stream.destroy();
  };

  return {
    async open(run) {
      try {
        await mkdir(directory, { recursive: true });
      } catch (error) {
        throw toRunDirectoryError(directory, error);
      }
      await writeRunFile(directory, files.manifest, toJson(run));
      await markAsWritten(directory);
    },
    phases: (phases) => append(files.phases, phases),
    write(batch) {
      offered += batch.length;
      append(files.invocations, toInvocations(batch), () => (acknowledged += batch.length));
    },
    event: (event) => append(files.events, [event]),
    generator: (sample) => append(files.generator, [sample]),
    instances: (records) => append(files.instances, records),
    ledger: (entries) => append(files.ledger, entries),
    summary: () => undefined,
    async close(end) {
      const all = [...tables.values()];
      for (const { stream } of all) stream.end();
      await Promise.allSettled(all.map(({ stream }) => finished(stream)));
      for (const table of all) await close(table);
      // There may be room for so little, and then the run tells by itself why it ended.
      await writeRunFile(directory, files.end, toJson(end)).catch(fail);
      await unmark(directory);
      return {
        sink: 'run directory',
        unit: 'invocations',
        offered,
        acknowledged,
        rejected: offered - acknowledged,
        spooled: 0,
        ...(failure === undefined ? {} : { note: failure.message }),
      };
    },
  };
}

function toLines(rows: Iterable<unknown>): string {
  let text = '';
  for (const row of rows) text += `${JSON.stringify(row)}\n`;
  return text;
}
