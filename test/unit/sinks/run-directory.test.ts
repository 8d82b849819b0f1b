import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { InvocationBatch } from '../../../harness/contract/invocation-batch.ts';
import type { RunManifest } from '../../../harness/contract/sink.ts';
import { files } from '../../../harness/sinks/run-directory/layout.ts';
import { readRun } from '../../../harness/sinks/run-directory/read-run.ts';
import { createRunDirectorySink } from '../../../harness/sinks/run-directory/run-directory-sink.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createPhase } from '../../support/run-records.ts';

const manifest: RunManifest = {
  schema: 'faasmark/manifest/1',
  runId: 'r-1',
  scenario: 'tiny',
  scenarioSource: {},
  seed: 1,
  startedAt: '2026-11-24T08:00:00.000Z',
  epochMsAtOrigin: 1_795_507_200_000,
  provider: { id: 'reference', endpoint: 'http://127.0.0.1:1', details: {} },
  functions: [],
  phases: [],
  generator: { engine: 'native', maxSendDelayMs: 1 },
  billing: { architecture: 'x86_64', freeTier: false },
  thresholds: [],
  versions: {},
  machine: {},
};

function createBatch(count: number): InvocationBatch {
  const builder = createInvocationBatchBuilder({ phase: 'load/hello', function: 'hello', repetition: 0 });
  for (let index = 0; index < count; index++) builder.add(createInvocation({ index }));
  return builder.take();
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const fail = (error: unknown): void => {
  throw error;
};

describe('a run directory', () => {
  it('gives back what was written', async () => {
    const directory = join(folder, 'run');
    const sink = createRunDirectorySink(directory, fail);
    await sink.open(manifest);
    sink.write(createBatch(3));
    sink.event({ at: 1, kind: 'phase', title: 'load begins' });
    sink.write(createBatch(2));
    const receipt = await sink.close({ at: 9, outcome: 'completed' });

    const run = await readRun(directory);
    expect(run.manifest).toEqual(manifest);
    expect(run.invocations).toHaveLength(5);
    expect(run.invocations[0]).toEqual(JSON.parse(JSON.stringify(createInvocation())));
    expect(run.events).toEqual([{ at: 1, kind: 'phase', title: 'load begins' }]);
    expect(run.end).toEqual({ at: 9, outcome: 'completed' });
    expect(receipt).toMatchObject({ offered: 5, acknowledged: 5, rejected: 0, spooled: 0 });
  });

  it('has the phases that were added while the run lasted beside those that were planned', async () => {
    const [planned, added] = [createPhase({ id: 'load/one' }), createPhase({ id: 'load/two' })];
    const sink = createRunDirectorySink(folder, fail);
    await sink.open({ ...manifest, phases: [planned] });
    sink.phases([added]);
    await sink.close({ at: 9, outcome: 'completed' });
    expect((await readRun(folder)).manifest.phases).toEqual([planned, added]);
  });

  it('is read up to the last whole line when the harness was killed while it wrote one', async () => {
    const sink = createRunDirectorySink(folder, fail);
    await sink.open(manifest);
    sink.write(createBatch(2));
    await sink.close({ at: 9, outcome: 'completed' });
    await rm(join(folder, files.end));
    await appendFile(join(folder, files.invocations), '{"phase":"load/he');

    const run = await readRun(folder);
    expect(run.invocations).toHaveLength(2);
    expect(run.end).toBeUndefined();
  });

  it('with a damaged line in the middle is refused, with its place', async () => {
    await writeFile(join(folder, files.manifest), JSON.stringify(manifest));
    await writeFile(join(folder, files.invocations), '{"phase":\n{}\n{}\n');
    await expect(readRun(folder)).rejects.toMatchObject({
      code: 'RUN_UNREADABLE',
      message: expect.stringContaining('invocations.jsonl:1'),
    });
  });

  it.each(['', 'absent'])('is not any other folder ("%s")', async (name) => {
    await expect(readRun(join(folder, name))).rejects.toMatchObject({ code: 'RUN_UNREADABLE' });
  });

  it('that cannot be made says so with its path', async () => {
    await writeFile(join(folder, 'file'), '');
    const sink = createRunDirectorySink(join(folder, 'file', 'run'), fail);
    await expect(sink.open(manifest)).rejects.toMatchObject({
      code: 'DIRECTORY_UNWRITABLE',
      message: expect.stringContaining(join('file', 'run')),
    });
  });
});
