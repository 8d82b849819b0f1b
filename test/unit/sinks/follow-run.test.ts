import { appendFile, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { followRun } from '../../../harness/sinks/run-directory/follow-run.ts';
import { files } from '../../../harness/sinks/run-directory/layout.ts';
import { createRunDirectorySink } from '../../../harness/sinks/run-directory/run-directory-sink.ts';
import { isBeingWritten } from '../../../harness/sinks/run-directory/writer-mark.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createManifest } from '../../support/synthetic-run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const line = (index: number): string => `${JSON.stringify(createInvocation({ index }))}\n`;

describe('a run that is followed', () => {
  it('is read up to the last whole line, and goes on from there', async () => {
    const follower = followRun(folder);
    await expect(follower.read()).rejects.toMatchObject({ code: 'RUN_UNREADABLE' });

    await writeFile(join(folder, files.manifest), JSON.stringify(createManifest()));
    expect((await follower.read()).invocations).toEqual([]);

    const third = line(3);
    await writeFile(join(folder, files.invocations), line(1) + line(2) + third.slice(0, 20));
    expect((await follower.read()).invocations.map((one) => one.index)).toEqual([1, 2]);

    await appendFile(join(folder, files.invocations), third.slice(20));
    const run = await follower.read();
    expect(run.invocations.map((one) => one.index)).toEqual([1, 2, 3]);
    expect(run.end).toBeUndefined();
  });
});

describe('whether a run goes on', () => {
  it('is so from its beginning to its end', async () => {
    const sink = createRunDirectorySink(folder, (error) => {
      throw error;
    });
    expect(await isBeingWritten(folder)).toBe(false);
    await sink.open(createManifest());
    expect(await isBeingWritten(folder)).toBe(true);
    await sink.close({ at: 1, outcome: 'completed' });
    expect(await isBeingWritten(folder)).toBe(false);
    expect(await readdir(folder)).not.toContain(files.writer);
  });

  it.each(['', 'x', '-1', '4194305'])('is not so where a killed harness left "%s"', async (mark) => {
    await writeFile(join(folder, files.writer), mark);
    expect(await isBeingWritten(folder)).toBe(false);
  });
});
