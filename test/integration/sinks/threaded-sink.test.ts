import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createThreadedSink } from '../../../harness/sinks/thread/threaded-sink.ts';
import { createSyntheticRun, toSyntheticBatches } from '../../support/synthetic-run.ts';

const run = createSyntheticRun({ seconds: 2 });
const end = { at: 9, outcome: 'completed' } as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-thread-'));
});
afterEach(() => rm(folder, { recursive: true }));

const settings = () => ({ runDirectory: folder, replaces: false });

describe('a sink in a thread of its own', () => {
  it.each([
    [
      'leaves out and counts what its queue does not hold',
      0,
      { offered: 0, skipped: run.invocations.length },
    ],
    ['takes everything that it does', undefined, { offered: run.invocations.length, skipped: undefined }],
  ])('%s', async (_, queueLength, expected) => {
    const sink = createThreadedSink({ kind: 'csv', file: undefined }, settings(), queueLength);
    await sink.open(run.manifest);
    for (const batch of toSyntheticBatches(run)) sink.write(batch);
    const receipt = await sink.close(end);
    expect(receipt).toMatchObject({ offered: expected.offered, acknowledged: expected.offered });
    expect(receipt.skipped).toBe(expected.skipped);
    const rows = (await readFile(join(folder, 'invocations.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(rows).toHaveLength(1 + expected.offered);
  });

  it('says before the run what keeps it from being opened', async () => {
    const sink = createThreadedSink({ kind: 'csv', file: join(folder, '.') }, settings());
    await expect(sink.open(run.manifest)).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('{run}'),
    });
  });
});
