import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FunctionRevision } from '../../../../platform/control/function-revision.ts';
import {
  createInstanceRecords,
  type InstanceRecords,
} from '../../../../platform/instances/instance-records.ts';
import type { InvocationResult } from '../../../../platform/instances/invocation.ts';
import { createMemoryWatch } from '../../../../platform/instances/memory-watch.ts';
import { createMachineCluster } from '../../../../platform/instances/machine-cluster.ts';
import { createPool, type Pool } from '../../../../platform/instances/pool.ts';
import { createFunctionLogs } from '../../../../platform/observe/function-logs.ts';
import { createTimeline, type Timeline } from '../../../../platform/observe/timeline.ts';
import { meters } from '../../../../platform/metering/meter.ts';
import type { PolicyProfile } from '../../../../platform/policies/profile.ts';
import { createGcf1Profile } from '../../../../platform/policies/profiles/gcf-1.ts';
import { createLambdaProfile, type LambdaOptions } from '../../../../platform/policies/profiles/lambda.ts';
import { createFakeBackend, type FakeBackend, type FakeRuntime } from '../../../support/fake-backend.ts';
import { createFakeClock, type FakeClock, settle } from '../../../support/fake-clock.ts';

let folder: string;
let clock: FakeClock;
let records: InstanceRecords;
let timeline: Timeline;
let backend: FakeBackend;
let pool: Pool;
let ahead: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-test-'));
  clock = createFakeClock();
  ahead = 0;
  records = createInstanceRecords();
  timeline = createTimeline();
});
afterEach(async () => {
  await pool.close();
  expect(backend.live()).toBe(0);
  expect(await readdir(folder)).toEqual([]);
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

function begin(runtime: FakeRuntime = {}, options: LambdaOptions = {}, availableMiB = 1e6): void {
  beginWith(createLambdaProfile(options), runtime, availableMiB);
}

function beginWith(profile: PolicyProfile, runtime: FakeRuntime = {}, availableMiB = 1e6): void {
  backend = createFakeBackend(folder, runtime);
  pool = createPool(revision, profile.forFunction(clock.now(), { name: 'f', memoryMiB: 128 }), {
    clock,
    backendOf: () => backend,
    records,
    timeline,
    logs: createFunctionLogs(() => clock.epochMs()),
    timeScale: 1,
    fleets: {
      cluster: createMachineCluster({
        readAvailableMiB: () => availableMiB,
        countStarting: () => records.countStarting(),
      }),
      account: { inFlight: 0 },
      random: () => 0,
    },
    memoryWatch: createMemoryWatch(clock),
    meter: meters.lambda,
    initLimitMs: profile.initLimitMs,
    aheadOf: () => ahead,
    log: () => undefined,
  });
}

const dispatch = (event: unknown = {}): ReturnType<Pool['dispatch']> =>
  pool.dispatch({ requestId: 'r-1', payload: Buffer.from(JSON.stringify(event)), wantsLogTail: true });

async function invoke(event?: unknown): Promise<InvocationResult> {
  const dispatched = await dispatch(event);
  if (dispatched.kind !== 'invoked') throw new Error(dispatched.kind);
  return dispatched.result;
}

/** Turns the event loop until something has come about in it. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await settle();
}

/** A handler that answers when it is told to. */
function createGate(): { handle: () => Promise<number>; readonly waiting: () => number; open(): void } {
  const waiting: (() => void)[] = [];
  let count = 0;
  return {
    waiting: () => waiting.length,
    handle: () => new Promise((resolve) => waiting.push(() => resolve(++count))),
    open: () => waiting.shift()?.(),
  };
}

const never = (): Promise<never> => new Promise(() => undefined);
const causes = (): unknown[] => records.list().map(({ cause }) => cause);

describe('the pool of a revision', () => {
  it('starts an instance for the first invocation and uses it again', async () => {
    begin();
    const first = await invoke({ a: 1 });
    const second = await invoke({ a: 2 });
    expect(first).toMatchObject({ outcome: 'ok', payload: Buffer.from('{"a":1}'), initDurationMs: 0 });
    expect(second).toMatchObject({
      outcome: 'ok',
      payload: Buffer.from('{"a":2}'),
      initDurationMs: undefined,
    });
    expect(backend.created()).toBe(1);
    expect(records.list()).toEqual([expect.objectContaining({ invocations: 2, cause: null })]);
  });

  it('removes an instance at the end of its idle lifetime, which each invocation begins anew', async () => {
    begin();
    await invoke();
    await clock.advance(400_000);
    await invoke();
    await clock.advance(599_999);
    expect(causes()).toEqual([null]);
    await clock.advance(1);
    expect(causes()).toEqual(['idle']);
    expect((await invoke()).initDurationMs).toBeDefined();
  });

  it('uses the newest idle instance first, and so the oldest is the first to go', async () => {
    const gate = createGate();
    begin({ handle: gate.handle });
    const both = [invoke(), invoke()];
    await until(() => gate.waiting() === 2);
    gate.open();
    gate.open();
    await Promise.all(both);
    await clock.advance(300_000);
    const third = invoke();
    await until(() => gate.waiting() === 1);
    gate.open();
    await third;
    await clock.advance(300_000);
    // The removed ones are listed first.
    expect(records.list().map(({ invocations, cause }) => [invocations, cause])).toEqual([
      [1, 'idle'],
      [2, null],
    ]);
  });

  it('throttles a function that starts instances too fast', async () => {
    const gate = createGate();
    begin({ handle: gate.handle }, { starts: { capacity: 1, refillPerSecond: 2 } });
    const first = invoke();
    await until(() => gate.waiting() === 1);
    expect(await dispatch()).toEqual({
      kind: 'throttled',
      reason: 'FunctionInvocationRateLimitExceeded',
      waitMs: 500,
    });
    await clock.advance(500);
    const second = invoke();
    await until(() => gate.waiting() === 2);
    gate.open();
    gate.open();
    expect((await Promise.all([first, second])).map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
  });

  it('refuses to start an instance when the machine is full', async () => {
    begin({}, {}, 300);
    expect(await dispatch()).toEqual({ kind: 'refused', reason: 'noMemory' });
    expect(backend.created()).toBe(0);
  });

  it('forgets an instance that ended while it was idle', async () => {
    begin();
    await invoke();
    backend.crash({ kind: 'exited', status: 1 });
    expect(causes()).toEqual(['crash']);
    expect((await invoke()).initDurationMs).toBeDefined();
  });

  it('has as many sandboxes made ahead as its function asks for, while it is current', async () => {
    begin();
    const kept: number[] = [];
    Object.assign(backend, { keepReady: (_: FunctionRevision, count: number) => kept.push(count) });
    ahead = 3;
    await pool.prepare();
    ahead = 1;
    await pool.prepare();
    await pool.retire();
    expect(kept).toEqual([3, 1, 0]);
  });

  it('has the least number of instances before anybody calls its function', async () => {
    beginWith(createGcf1Profile({ minInstances: 2 }));
    await pool.prepare();
    await clock.advance(1);
    expect(records.list()).toHaveLength(2);
    await until(() => backend.live() === 2);
  });

  it('that is retired runs an invocation that was on its way to it, and keeps nothing', async () => {
    begin();
    await pool.prepare();
    await pool.retire();
    expect((await invoke()).outcome).toBe('ok');
    await until(() => backend.live() === 0);
    expect(causes()).toEqual(['replaced']);
  });

  it('keeps what is provisioned beyond its idle life, and ends it when there is to be less', async () => {
    begin();
    pool.provision(2);
    await until(() => pool.provisioned().available === 2);
    expect((await invoke()).initDurationMs).toBeUndefined();
    await clock.advance(3_600_000);
    expect([causes(), backend.created()]).toEqual([[null, null], 2]);
    pool.provision(1);
    await until(() => causes().some(Boolean));
    expect([causes().filter(Boolean), pool.provisioned()]).toEqual([
      ['scaledIn'],
      { available: 1, failure: undefined },
    ]);
  });

  it('waits with what is provisioned until the machine has room', async () => {
    begin({}, {}, 1);
    pool.provision(1);
    await clock.advance(1500);
    expect([pool.provisioned().available, backend.created()]).toEqual([0, 0]);
  });

  it('that is retired lets a busy instance finish, and ends with it', async () => {
    const gate = createGate();
    begin({ handle: gate.handle });
    const last = invoke();
    await until(() => gate.waiting() === 1);
    let isRetired = false;
    const retired = pool.retire().then(() => (isRetired = true));
    await settle();
    expect(isRetired).toBe(false);
    gate.open();
    expect((await last).outcome).toBe('ok');
    await retired;
    expect(causes()).toEqual(['replaced']);
  });
});

describe('an invocation', () => {
  it('is ended at its time limit, and billed no more', async () => {
    let isRunning = false;
    begin({
      handle() {
        isRunning = true;
        return never();
      },
    });
    const ended = invoke();
    await until(() => isRunning);
    await clock.advance(2999);
    expect(backend.live()).toBe(1);
    await clock.advance(1);
    expect(await ended).toMatchObject({
      outcome: 'timedOut',
      errorType: 'Sandbox.Timedout',
      durationMs: 3000,
      billedDurationMs: 3000,
    });
    expect(causes()).toEqual(['timeout']);
  });

  it('is ended when it takes too much memory', async () => {
    let usedMiB = 40;
    begin({
      handle() {
        usedMiB = 129;
        return never();
      },
      peakMemoryMiB: () => usedMiB,
    });
    const ended = invoke();
    await until(() => usedMiB === 129);
    await clock.advance(50);
    expect(await ended).toMatchObject({
      outcome: 'failed',
      errorType: 'Runtime.ExitError',
      maxMemoryUsedMiB: 128,
    });
    expect(causes()).toEqual(['memory']);
  });
});

describe('an initialisation', () => {
  it('that takes more than ten seconds is repeated within the time of the invocation', async () => {
    begin({ begin: never });
    const ended = invoke();
    await until(() => backend.created() === 1);
    await clock.advance(10_000);
    await until(() => backend.created() === 2);
    await clock.advance(3000);
    const { logTail, ...result } = await ended;
    expect(result).toMatchObject({ outcome: 'timedOut', durationMs: 3000, initDurationMs: undefined });
    expect(logTail?.toString().split('\n')).toEqual([
      'INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout\t',
      'INIT_REPORT Init Duration: 3000.00 ms\tPhase: invoke\tStatus: timeout\t',
      'START RequestId: r-1 Version: $LATEST',
      'RequestId: r-1 Error: Task timed out after 3.00 seconds',
      'END RequestId: r-1',
      expect.stringMatching(/^REPORT .*\tStatus: timeout\t$/),
      '',
    ]);
    expect(causes()).toEqual(['timeout']);
  });

  it('that succeeds the second time gives an instance that stays', async () => {
    let begun = 0;
    begin({ begin: () => (++begun === 1 ? never() : Promise.resolve()) });
    const first = invoke({ a: 1 });
    await until(() => begun === 1);
    await clock.advance(10_000);
    expect(await first).toMatchObject({ outcome: 'ok', initDurationMs: undefined });
    expect((await invoke()).outcome).toBe('ok');
    expect([backend.created(), backend.live()]).toEqual([2, 1]);
  });

  it('is not repeated in a pool that is closed meanwhile', async () => {
    begin({ begin: never });
    const ended = invoke();
    await until(() => backend.created() === 1);
    await pool.close();
    expect((await ended).outcome).toBe('failed');
    expect([backend.created(), backend.live()]).toEqual([1, 0]);
    expect(causes()).toEqual(['shutdown']);
  });
});
