/**
 * A table of all invocations as Apache Parquet, for DuckDB, pandas or Spark. Such a file can be read only once its end is
 * written: until then it is `FILE.part`, and a run that was killed has none until it is replayed.
 */
import { closeSync, renameSync, rmSync } from 'node:fs';
import { FaasmarkError } from '../../contract/errors.ts';
import { type InvocationBatch, toInvocations } from '../../contract/invocation-batch.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { RunManifest, SinkReceipt } from '../../contract/sink.ts';
import { toDiskError } from '../disk-error.ts';
import { type RunStream, invocationsOnly } from '../run-stream.ts';
import { openForRun, writeAll } from './append-file.ts';
import { type InvocationColumn, createInvocationColumns } from './invocation-columns.ts';

/** Rows that are written at once: enough to compress well, few enough to be held. */
const rowGroupLength = 50_000;

const parquetTypes = { text: 'STRING', integer: 'INT64', float: 'DOUBLE' } as const;

/** @throws FaasmarkError as `openAppendFile`. */
export async function openParquetStream(
  path: string,
  replaces: boolean,
  manifest: RunManifest,
): Promise<RunStream> {
  // Only who wants Parquet loads it.
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import('hyparquet-writer');
  // Takes the name, so that two runs cannot have the same; what is to be replaced stays until then.
  closeSync(openForRun(path, replaces ? 'a' : 'wx'));
  const unfinished = `${path}.part`;
  const file = openForRun(unfinished, 'w');
  const columns = createInvocationColumns(manifest);
  let rows: Invocation[] = [];
  let offered = 0;
  let size = 0;
  let failure: FaasmarkError | undefined;

  const bytes = new ByteWriter();
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: toColumnData(columns, []) }),
    createdBy: `faasmark ${manifest.versions['faasmark'] ?? ''}`,
  });

  const guard = (act: () => void): void => {
    if (failure !== undefined) return;
    try {
      act();
    } catch (error) {
      failure = toDiskError(path, 'for it', error);
    }
  };
  /** The writer goes on counting offsets; what it holds is taken out of it. */
  const flush = (): void => {
    size += writeAll(file, bytes.getBytes(), size);
    bytes.index = 0;
  };
  const writeRowGroup = (): void => {
    const group = rows;
    rows = [];
    guard(() => {
      void writer.write({ columnData: toColumnData(columns, group), rowGroupSize: rowGroupLength });
      flush();
    });
  };
  const add = (batch: InvocationBatch): void => {
    offered += batch.length;
    if (failure === undefined) rows.push(...toInvocations(batch));
    if (rows.length >= rowGroupLength) writeRowGroup();
  };

  return {
    ...invocationsOnly,
    write: add,
    async close(): Promise<SinkReceipt> {
      if (rows.length > 0) writeRowGroup();
      guard(() => {
        void writer.finish();
        flush();
      });
      closeSync(file);
      guard(() => renameSync(unfinished, path));
      // Without its end it is of no use to anybody.
      if (failure !== undefined) {
        for (const one of replaces ? [unfinished] : [unfinished, path]) rmSync(one, { force: true });
      }
      const acknowledged = failure === undefined ? offered : 0;
      return {
        sink: `parquet ${path}`,
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

function toColumnData(columns: readonly InvocationColumn[], rows: readonly Invocation[]) {
  return columns.map(({ name, type, valueOf }) => ({
    name,
    type: parquetTypes[type],
    nullable: true,
    data: rows.map((row) => {
      const cell = valueOf(row);
      return type === 'integer' && cell !== undefined ? BigInt(cell) : cell;
    }),
  }));
}
