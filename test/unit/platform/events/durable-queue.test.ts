import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AsyncQueue, createAsyncQueue } from '../../../../platform/events/async-queue.ts';
import type { AttemptOutcome, FinishedEvent } from '../../../../platform/events/queued-event.ts';
import { lambdaRetryLimits } from '../../../../platform/events/retry-policy.ts';
import { openPlatformData, type PlatformData } from '../../../../platform/storage/data-folder.ts';
import { eventually } from '../../../support/eventually.ts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock.ts';

let folder: string;
let clock: FakeClock;
let data: PlatformData;
let queue: AsyncQueue;
let finished: FinishedEvent[];
/** How attempts end, by the number in the payload; those that are missing never do. */
let outcomeOf: (number: number) => AttemptOutcome | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-events-'));
  clock = createFakeClock();
  finished = [];
  await start();
});
afterEach(async () => {
  await end();
  await rm(folder, { recursive: true });
});

async function start(): Promise<void> {
  data = await openPlatformData(folder, () => undefined);
  queue = createAsyncQueue({
    clock,
    store: data.store,
    limitsOf: () => lambdaRetryLimits,
    async attempt(_, { payload }) {
      const outcome = outcomeOf(Number(payload.toString()));
      return outcome === undefined ? await new Promise(() => undefined) : { outcome };
    },
    onFinished: (event) => finished.push(event),
  });
  queue.restore();
}

async function end(): Promise<void> {
  queue.close();
  await data.close();
}

const add = (number: number): Promise<void> =>
  queue.add('f', { requestId: `r${number}`, payload: Buffer.from(String(number)), wantsLogTail: false });

const addMany = async (count: number): Promise<void> => {
  await Promise.all(Array.from({ length: count }, (_, number) => add(number)));
};

/** Retries wait for the disk, which the clock does not know of. */
const drain = (): Promise<number> =>
  eventually(
    async () => {
      await clock.advance(60_000);
      return queue.size();
    },
    (size) => size === 0,
  );

describe('a queue on a disk', () => {
  it('goes on where it was: what ran is interrupted and tried again, what waited waits on', async () => {
    outcomeOf = (number) => (number === 0 ? undefined : 'functionError');
    await addMany(2);
    await clock.advance(20_000);
    await end();
    outcomeOf = () => 'done';
    await start();
    expect(queue.list().map(({ event, progress }) => [event.invocation.requestId, progress?.state])).toEqual([
      ['r0', { kind: 'waiting', untilMs: clock.epochMs() + 1000 }],
      ['r1', { kind: 'waiting', untilMs: clock.epochMs() + 40_000 }],
    ]);
    expect(await drain()).toBe(0);
    expect(finished.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([
      ['interrupted', 'done'],
      ['functionError', 'done'],
    ]);
  });

  it('tries at once what should have been tried while no platform ran', async () => {
    outcomeOf = () => 'functionError';
    await addMany(1);
    await clock.advance(0);
    await end();
    await clock.advance(3_600_000);
    outcomeOf = () => 'done';
    await start();
    await clock.advance(0);
    await eventually(
      () => Promise.resolve(finished.length),
      (count) => count === 1,
    );
    const [first, second] = finished[0]?.attempts ?? [];
    expect((second?.startedAtMs ?? 0) - (first?.endedAtMs ?? 0)).toBe(3_600_000);
  });

  it('leaves no row, no timer and no file handle of the events that are over', async () => {
    const ends: AttemptOutcome[] = ['done', 'functionError', 'switchedOff', 'undeliverable'];
    outcomeOf = (number) => ends[number % ends.length];
    const handles = countHandles();
    await addMany(200);
    expect(await drain()).toBe(0);
    expect(finished).toHaveLength(200);
    expect([clock.pending(), countHandles()]).toEqual([0, handles]);
    await end();
    await start();
    expect([queue.size(), clock.pending()]).toEqual([0, 0]);
  });
});

/** Of this process, on files in the folder; none where there is no /proc. */
function countHandles(): number {
  const handles = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : [];
  return handles.filter((handle) => readTarget(`/proc/self/fd/${handle}`).startsWith(folder)).length;
}

function readTarget(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    // The one by which the list was read is closed.
    return '';
  }
}
