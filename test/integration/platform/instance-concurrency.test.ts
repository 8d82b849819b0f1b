import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IsolationBackend, RunOutcome, Sandbox } from '../../../platform/isolation/backend.ts';
import { createProcessBackend } from '../../../platform/isolation/process.ts';
import { createBackendContext } from '../../support/backend-context.ts';
import { eventually } from '../../support/eventually.ts';
import { role } from '../../support/lambda-client.ts';

const source = `
  const waiting = [];
  exports.handler = async (event, context) => {
    console.log(event);
    await new Promise((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 3) for (const go of waiting.splice(0)) go();
    });
    console.log('after ' + event);
    return [event, context.awsRequestId, process.pid];
  };`;

let folder: string;
let backend: IsolationBackend;
let sandbox: Sandbox;
let output = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-concurrent-'));
  const context = await createBackendContext(folder);
  const codeFolder = join(context.codeFolder, '1');
  await mkdir(codeFolder);
  await writeFile(join(codeFolder, 'index.js'), source);
  backend = createProcessBackend(context);
  sandbox = backend.create({
    id: 'one',
    revision: {
      name: 'f',
      version: '$LATEST',
      revisionId: 'r',
      modifiedEpochMs: 0,
      code: { folder: codeFolder, sha256: '', zipBytes: 0 },
      settings: {
        runtime: 'nodejs22.x',
        handler: 'index.handler',
        role,
        description: '',
        timeoutSeconds: 5,
        memoryMiB: 128,
        ephemeralStorageMiB: 512,
        environment: {},
      },
    },
    logStreamName: 'log',
    instanceConcurrency: 3,
    onOutput: (chunk) => void (output += chunk.toString()),
    onIdleExit: () => undefined,
  });
});
afterAll(async () => {
  await sandbox.destroy();
  await backend.close();
  await rm(folder, { recursive: true });
});

const run = (requestId: string): Promise<RunOutcome> =>
  sandbox.run({
    requestId,
    deadlineEpochMs: Date.now() + 5000,
    functionArn: 'arn',
    payload: Buffer.from(JSON.stringify(`event of ${requestId}`)),
  });

describe('an instance that takes three invocations', () => {
  it('runs them at once in one process, and again', async () => {
    expect((await sandbox.started).kind).toBe('ready');
    const pids = new Set<unknown>();
    for (const round of [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ]) {
      const outcomes = await Promise.all(round.map(run));
      for (const [index, outcome] of outcomes.entries()) {
        const payload =
          'answer' in outcome && outcome.answer?.kind === 'response' ? outcome.answer.payload : '';
        const [event, id, pid] = JSON.parse(payload.toString()) as unknown[];
        expect([event, id]).toEqual([`event of ${round[index]}`, round[index]]);
        pids.add(pid);
      }
    }
    expect(pids.size).toBe(1);
  });

  it('says of each line of the log whose it is', async () => {
    const readLines = (): string[][] =>
      output
        .trim()
        .split('\n')
        .map((line) => line.split('\t'));
    // What was written before an answer may be read just after it.
    const lines = await eventually(
      () => Promise.resolve(readLines()),
      ({ length }) => length === 12,
    );
    expect(lines).toHaveLength(12);
    for (const [, id = '', , text = ''] of lines) expect(text).toMatch(new RegExp(`event of ${id}$`));
  });
});
