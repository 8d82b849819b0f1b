/** DuckDB, an SQL engine without a server, filled with what an InfluxDB holds: a table a measurement, as InfluxDB 3 has them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Influxd } from './influxd.ts';
import { readWrittenSchema } from './written-schema.ts';

export interface SqlDatabase {
  /** Timestamps as milliseconds since the Unix epoch. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** @param measurements - that are copied. */
export async function copyToDuckDb(influxd: Influxd, measurements: readonly string[]): Promise<SqlDatabase> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-duckdb-'));
  for (const measurement of measurements) {
    const rows = await readRows(influxd, measurement);
    const file = join(folder, `${measurement}.json`);
    await writeFile(file, rows.map((row) => JSON.stringify(row)).join('\n'));
    await connection.run(
      `CREATE TABLE "${measurement}" AS SELECT * REPLACE (make_timestamp_ns(time::BIGINT)::TIMESTAMP AS time)
       FROM read_json('${file}', format = 'newline_delimited', sample_size = -1)`,
    );
    // InfluxDB has no column for a bucket that nothing ever fell into.
    for (const field of readWrittenSchema().get(measurement)?.fields ?? []) {
      await connection.run(`ALTER TABLE "${measurement}" ADD COLUMN IF NOT EXISTS "${field}" DOUBLE`);
    }
  }
  await rm(folder, { recursive: true });
  return {
    async query(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader
        .getRowObjects()
        .map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toPlain(value)])));
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Tags are columns like the fields. */
async function readRows(influxd: Influxd, measurement: string): Promise<Record<string, unknown>[]> {
  const series = await influxd.query(`SELECT * FROM "${measurement}"`);
  return series.flatMap(({ columns, values }) =>
    values.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at]]))),
  );
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  return 'micros' in value ? Number(value.micros) / 1000 : Number(value);
}
