import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PageView } from '../../../dashboards/live/view-model/page-view.ts';
import { watchRun } from '../../../harness/cli/live/watch-run.ts';
import { type Clock, createMonotonicClock } from '../../../harness/contract/clock.ts';
import { files } from '../../../harness/sinks/run-directory/layout.ts';
import { createSampleRun } from '../../support/sample-run.ts';

const run = createSampleRun({ functions: ['hello'], coldStarts: 30, loadSeconds: 2 });
const never = new AbortController().signal;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const add = (from: number, to: number): Promise<void> =>
  appendFile(
    join(folder, files.invocations),
    run.invocations
      .slice(from, to)
      .map((one) => `${JSON.stringify(one)}\n`)
      .join(''),
  );

interface Step {
  readonly before: () => Promise<unknown>;
  /** How long making a view takes in it. */
  readonly workMs: number;
}

/** What is sent while the run goes through these steps, one a pause of the watch. */
async function watch(steps: readonly Step[], end: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  let [nowMs, at] = [0, 0];
  let isRunning = true;
  const clock: Clock = {
    ...createMonotonicClock(),
    epochMs: () => nowMs,
    async sleep(millis) {
      nowMs += millis;
      at++;
      if (at < steps.length) await steps[at]?.before();
      else {
        await end();
        isRunning = false;
      }
    },
  };
  const server = {
    publish(view: PageView) {
      sent.push(view.kind === 'run' ? view.state : view.kind);
      nowMs += steps[at]?.workMs ?? 0;
    },
    tell: () => void sent.push('progress'),
  };
  await steps[0]?.before();
  await watchRun(folder, { clock, server, isRunning: () => Promise.resolve(isRunning) }, never);
  return sent;
}

describe('a run that is watched', () => {
  const begin = (): Promise<void> => writeFile(join(folder, files.manifest), JSON.stringify(run.manifest));
  const finish = async (): Promise<void> => {
    await add(20, run.invocations.length);
    await writeFile(join(folder, files.end), JSON.stringify(run.end));
  };

  it('is shown from its first invocation to its end', async () => {
    const steps = [
      { before: () => Promise.resolve(), workMs: 0 },
      { before: begin, workMs: 0 },
      { before: () => add(0, 10), workMs: 0 },
      { before: () => add(10, 20), workMs: 0 },
    ];
    expect(await watch(steps, finish)).toEqual(['running', 'running', 'completed']);
  });

  it('tells only how far it is while views take long to make', async () => {
    const steps = [
      { before: () => Promise.all([begin(), add(0, 10)]), workMs: 900 },
      ...Array.from({ length: 5 }, (_, at) => ({ before: () => add(10 + at, 11 + at), workMs: 900 })),
    ];
    const end = async (): Promise<void> => {
      await add(15, 20);
      await finish();
    };
    expect(await watch(steps, end)).toEqual([
      'running',
      'progress',
      'progress',
      'running',
      'progress',
      'progress',
      'completed',
    ]);
  });

  it('that was killed is shown as that', async () => {
    const steps = [{ before: () => Promise.all([begin(), add(0, 20)]), workMs: 0 }];
    expect(await watch(steps, () => Promise.resolve())).toEqual(['running', 'aborted']);
  });
});
