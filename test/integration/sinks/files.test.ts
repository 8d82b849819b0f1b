import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { createMonotonicClock } from '../../../harness/contract/clock.ts';
import { numberNames, textNames, toInvocations } from '../../../harness/contract/invocation-batch.ts';
import type { SinkReceipt } from '../../../harness/contract/sink.ts';
import { openStream } from '../../../harness/sinks/open-stream.ts';
import { streamRun } from '../../../harness/sinks/replay.ts';
import type { SinkSpec } from '../../../harness/sinks/sink-spec.ts';
import { summarizeForSink } from '../../support/complete-run.ts';
import { createSyntheticRun, toSyntheticBatches } from '../../support/synthetic-run.ts';

const run = createSyntheticRun({ seconds: 3, functions: ['hello', 'say "no", twice'] });
const records = toSyntheticBatches(run).flatMap((batch) => [...toInvocations(batch)]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = async (spec: SinkSpec, replaces = false): Promise<SinkReceipt> => {
  const context = { runDirectory: folder, replaces, clock: createMonotonicClock() };
  const stream = await openStream(spec, run.manifest, context);
  return streamRun(run, toSyntheticBatches(run), stream, summarizeForSink(run));
};

/** Rows of a file of comma-separated values, by RFC 4180. */
const parseCsv = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, plain]) =>
        quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'),
      ),
    );

describe('a table of all invocations', () => {
  it('as CSV has every record, derived times and units', async () => {
    const receipt = await write({ kind: 'csv', file: undefined });
    expect(receipt).toMatchObject({
      unit: 'invocations',
      offered: run.invocations.length,
      acknowledged: run.invocations.length,
      rejected: 0,
    });
    const [header = [], ...rows] = parseCsv(await readFile(join(folder, 'invocations.csv'), 'utf8'));
    expect(rows).toHaveLength(run.invocations.length);
    expect(header).toEqual(expect.arrayContaining([...numberNames, ...textNames]));
    const cell = (row: number, name: string) => rows[row]?.[header.indexOf(name)];
    records.forEach((one, at) => {
      expect(Number(cell(at, 'responseTimeMs'))).toBe((one.endedAt - one.intendedStart) / 1e6);
      expect(cell(at, 'sentAtNs')).toBe(one.sentAt === undefined ? '' : String(one.sentAt));
      expect(cell(at, 'function')).toBe(one.function);
      expect(cell(at, 'outcome')).toBe(one.outcome);
      expect(cell(at, 'instance')).toBe(one.instance ?? '');
    });
    expect(cell(0, 'intendedStartEpochMs')).toBe(
      String(run.manifest.epochMsAtOrigin + (records[0]?.intendedStart ?? 0) / 1e6),
    );
  });

  it('as Parquet has the same, with nulls', async () => {
    const receipt = await write({ kind: 'parquet', file: undefined });
    expect(receipt).toMatchObject({ acknowledged: run.invocations.length, rejected: 0 });
    const file = await asyncBufferFromFile(join(folder, 'invocations.parquet'));
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(run.invocations.length);
    records.forEach((one, at) => {
      expect(rows[at]).toMatchObject({
        run: run.manifest.runId,
        function: one.function,
        index: BigInt(one.index),
        sentAtNs: one.sentAt === undefined ? null : BigInt(one.sentAt),
        responseTimeMs: (one.endedAt - one.intendedStart) / 1e6,
        initDurationMs: one.initDurationMs ?? null,
        instance: one.instance ?? null,
      });
    });
    expect(await readdir(folder)).toEqual(['invocations.parquet']);
  });
});

describe('a file of JSON lines', () => {
  it('has everything that the run had', async () => {
    const receipt = await write({ kind: 'jsonl', file: join(folder, 'all-{run}.jsonl') });
    const text = await readFile(join(folder, `all-${run.manifest.runId}.jsonl`), 'utf8');
    const rows = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const of = (type: string) => rows.filter((row) => row['type'] === type);
    expect(receipt).toMatchObject({ unit: 'lines', acknowledged: rows.length, rejected: 0 });
    expect(of('invocation').map(({ type, run: id, ...row }) => row)).toEqual(
      JSON.parse(JSON.stringify(records)),
    );
    expect(of('instance').map(({ type, run: id, ...row }) => row)).toEqual(run.instances);
    expect(of('generator')).toHaveLength(run.generator.length);
    expect(of('event')).toHaveLength(run.events.length);
    for (const type of ['manifest', 'summary', 'end']) expect(of(type)).toHaveLength(1);
  });
});

describe.each(['csv', 'jsonl', 'parquet'] as const)('a %s file that is there already', (kind) => {
  it('stops a run before it begins, and is replaced by a replay', async () => {
    const file = join(folder, 'mine');
    await writeFile(file, 'precious');
    await expect(write({ kind, file })).rejects.toMatchObject({
      code: 'USAGE',
      message: `${file} is there already`,
    });
    expect(await readFile(file, 'utf8')).toBe('precious');
    await write({ kind, file }, true);
    expect(await readFile(file, 'utf8')).not.toContain('precious');
  });

  it('cannot be a folder', async () => {
    const file = join(folder, 'folder');
    await mkdir(file);
    await expect(write({ kind, file: join(file, '.') }, true)).rejects.toMatchObject({
      code: 'DIRECTORY_UNWRITABLE',
    });
  });
});
