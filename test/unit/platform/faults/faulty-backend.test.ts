import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FunctionRevision } from '../../../../platform/control/function-revision.ts';
import { createFaultInjector, type FaultInjector } from '../../../../platform/faults/fault-injector.ts';
import { createFaultyBackend } from '../../../../platform/faults/faulty-backend.ts';
import { readFaults } from '../../../../platform/faults/read-faults.ts';
import { type RunOutcome, type Sandbox, type StartOutcome } from '../../../../platform/isolation/backend.ts';
import { createFakeBackend, type FakeBackend } from '../../../support/fake-backend.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';

let folder: string;
let clock: FakeClock;
let backend: FakeBackend;
let injector: FaultInjector;
let sandbox: Sandbox;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  clock = createFakeClock();
  backend = createFakeBackend(folder);
  injector = createFaultInjector(clock);
});
afterEach(async () => {
  await sandbox.destroy();
  expect(backend.live()).toBe(0);
  await rm(folder, { recursive: true });
});

const revision: FunctionRevision = {
  name: 'f',
  version: '$LATEST',
  revisionId: 'r',
  modifiedEpochMs: 0,
  settings: {
    runtime: 'provided.al2023',
    handler: 'h',
    role: '',
    description: '',
    timeoutSeconds: 3,
    memoryMiB: 128,
    ephemeralStorageMiB: 512,
    environment: {},
  },
  code: { folder: '/', sha256: '', zipBytes: 0 },
};

function create(...faults: readonly object[]): void {
  injector.declare(readFaults({ faults }));
  sandbox = createFaultyBackend(backend, injector, clock).create({
    id: 'i',
    revision,
    logStreamName: '',
    onOutput: () => undefined,
    onIdleExit: () => undefined,
  });
}

const run = (): Promise<RunOutcome> =>
  sandbox.run({ requestId: 'r', deadlineEpochMs: 0, functionArn: '', payload: Buffer.from('1') });

/** Lets real sockets talk while virtual time stands still. */
async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000 && !isSo(); turn++) await settle();
}

/** Lets time pass only when nothing else can happen: a sandbox that is there has to get ready first. */
async function startedAt(outcome: Promise<StartOutcome>): Promise<number> {
  const seen = { isOver: false };
  void outcome.then(() => (seen.isOver = true));
  const step = async (): Promise<number> => {
    await until(() => seen.isOver || clock.pending() > 0);
    if (seen.isOver) return clock.now();
    await clock.advance(1);
    return await step();
  };
  return await step();
}

describe('a sandbox that starts late', () => {
  it('is ready exactly as late as declared', async () => {
    create(
      { kind: 'delay', stage: 'sandbox', ms: 200 },
      { kind: 'delay', stage: 'runtime', ms: 30 },
      { kind: 'delay', stage: 'code', ms: 4 },
    );
    expect(await startedAt(sandbox.started)).toBe(234);
    expect(await sandbox.started).toMatchObject({ kind: 'ready' });
    expect(injector.injected.counts().map(({ injected }) => injected)).toEqual([1, 1, 1]);
  });

  it('ends at once when it is destroyed meanwhile, and was never made', async () => {
    create({ kind: 'delay', stage: 'sandbox', ms: 200 });
    await sandbox.destroy();
    expect(await sandbox.started).toMatchObject({ kind: 'exited', exit: { signal: 'SIGKILL' } });
    expect(backend.created()).toBe(0);
  });

  it('is not made at all when its start is refused', async () => {
    create({ kind: 'refuseStart' });
    expect(await sandbox.started).toMatchObject({ kind: 'exited', exit: { kind: 'notStarted' } });
    expect(backend.created()).toBe(0);
  });
});

describe('a run', () => {
  const killed = { kind: 'exited', exit: { kind: 'signalled', signal: 'SIGKILL' }, answer: undefined };

  it.each(['before', 'during', 'after'])('that crashes %s its handler has no answer', async (when) => {
    create({ kind: 'crash', when, afterMs: 1000 });
    await sandbox.started;
    expect(await run()).toEqual(killed);
    await until(() => backend.live() === 0);
    expect(backend.live()).toBe(0);
  });

  it('that is delayed ends at once when its sandbox is destroyed', async () => {
    create({ kind: 'delay', stage: 'handler', ms: 1000 });
    await sandbox.started;
    const running = run();
    await sandbox.destroy();
    expect(await running).toEqual(killed);
  });

  it('that freezes answers when the time is over', async () => {
    create({ kind: 'freeze', ms: 500 });
    await sandbox.started;
    let outcome: RunOutcome | undefined;
    void run().then((one) => (outcome = one));
    await settle();
    await clock.advance(499);
    expect(outcome).toBeUndefined();
    await clock.advance(1);
    await until(() => outcome !== undefined);
    expect(outcome).toMatchObject({ kind: 'done' });
  });
});
