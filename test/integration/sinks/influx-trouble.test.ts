import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Clock, createMonotonicClock } from '../../../harness/contract/clock.ts';
import type { SinkReceipt } from '../../../harness/contract/sink.ts';
import {
  type DeliveryTimes,
  type InfluxOptions,
  parseInfluxUrl,
} from '../../../harness/sinks/influx/influx-options.ts';
import { createInfluxStream, openInfluxStream } from '../../../harness/sinks/influx/influx-stream.ts';
import { createRunLines } from '../../../harness/sinks/influx/run-lines.ts';
import { spoolFiles } from '../../../harness/sinks/influx/spool.ts';
import { createMonotonicClockStub, type StubClock } from '../../support/stub-clock.ts';
import {
  type MockInflux,
  type WriteRule,
  partial,
  startMockInflux,
  status,
  store,
} from '../../support/mock-influx.ts';
import { createSyntheticRun, toSyntheticBatches } from '../../support/synthetic-run.ts';

const run = createSyntheticRun({ seconds: 10 });

let folder: string;
let server: MockInflux | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faasmark-trouble-'));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

const serve = async (rules: (stored: Map<string, number>) => WriteRule[]): Promise<MockInflux> => {
  server = await startMockInflux(rules);
  return server;
};

const optionsFor = (url: string, times: Partial<DeliveryTimes> = {}): InfluxOptions => {
  const options = parseInfluxUrl(url, {});
  return { ...options, delivery: { ...options.delivery, ...times } };
};

/** Sends the whole run; pauses cost no time. */
const sendRun = async (
  url: string,
  times: Partial<DeliveryTimes> = {},
  clock: Clock = createMonotonicClockStub(),
): Promise<SinkReceipt> => {
  const stream = createInfluxStream(createRunLines(run.manifest), optionsFor(url, times), {
    runDirectory: folder,
    clock,
  });
  for (const batch of toSyntheticBatches(run)) stream.write(batch);
  for (const sample of run.generator) stream.generator(sample);
  return stream.close(run.end);
};

/** What `sendRun` offers, made without a server. */
const offeredLines = (): string[] => {
  const lines = createRunLines(run.manifest);
  const first = lines.begin();
  for (const batch of toSyntheticBatches(run)) lines.write(batch);
  return [...first, ...run.generator.flatMap((sample) => lines.generator(sample)), ...lines.end(run.end)];
};

const spooledLines = async (): Promise<string[]> =>
  (await readFile(join(folder, spoolFiles.lines(1)), 'utf8')).trimEnd().split('\n');

const expectAllStored = ({ stored }: MockInflux, receipt: SinkReceipt): void => {
  const lines = offeredLines();
  expect(receipt).toMatchObject({
    offered: lines.length,
    acknowledged: lines.length,
    rejected: 0,
    spooled: 0,
  });
  expect(receipt.note).toBeUndefined();
  expect([...stored.keys()].toSorted()).toEqual([...new Set(lines)].toSorted());
};

describe('a server that recovers loses nothing:', () => {
  it.each<[string, (stored: Map<string, number>) => WriteRule[]]>([
    ['503', (stored) => [status(503), status(503), status(503), store(stored)]],
    ['429', (stored) => [status(429, '', { 'retry-after': '7' }), store(stored)]],
    ['500 with a page', (stored) => [status(500, '<html>oops</html>'), store(stored)]],
    ['200 of a login page', (stored) => [status(200, '<html>log in</html>'), store(stored)]],
    ['401 until the token is back', (stored) => [status(401), status(401), store(stored)]],
    ['404 until the database is back', (stored) => [status(404), status(404), store(stored)]],
    ['a connection reset', (stored) => [(_, answer) => answer.destroy(), store(stored)]],
    ['no answer', (stored) => [() => undefined, store(stored)]],
    [
      'an answer that was lost on the way',
      (stored) => [
        (lines, answer, request) => {
          store(stored)(
            lines,
            { writeHead: () => ({ end: () => undefined }) } as unknown as typeof answer,
            request,
          );
          answer.destroy();
        },
        store(stored),
      ],
    ],
  ])('%s', async (_, rules) => {
    const mock = await serve(rules);
    expectAllStored(mock, await sendRun(mock.url, { timeoutMs: 100 }));
  });

  it('413, by sending less at once', async () => {
    const mock = await serve((stored) => [
      (lines, answer, request) =>
        (lines.length > 7 ? status(413, 'Request Entity Too Large') : store(stored))(lines, answer, request),
    ]);
    expectAllStored(mock, await sendRun(mock.url));
  });
});

describe('the pause between attempts', () => {
  it('is what the server asks for, in seconds', async () => {
    const clock: StubClock = createMonotonicClockStub();
    const mock = await serve((stored) => [status(429, '', { 'retry-after': '7' }), store(stored)]);
    await sendRun(mock.url, { drainMs: 60_000 }, clock);
    expect(clock.pauses).toContain(7000);
  });

  it('grows while nothing is taken', async () => {
    const clock: StubClock = createMonotonicClockStub();
    const mock = await serve((stored) => [...Array.from({ length: 9 }, () => status(503)), store(stored)]);
    await sendRun(mock.url, { drainMs: 60_000 }, clock);
    expect(clock.pauses).toEqual(expect.arrayContaining([250, 500, 1000]));
  });
});

describe('lines that the server will not have', () => {
  const isWrong = (line: string): boolean => line.startsWith('faas_generator');

  it('are found among the others and kept with the reason', async () => {
    const mock = await serve((stored) => [partial(stored, isWrong)]);
    const receipt = await sendRun(mock.url);
    const lines = offeredLines();
    const wrong = lines.filter(isWrong);
    expect(receipt).toMatchObject({
      offered: lines.length,
      acknowledged: lines.length - wrong.length,
      rejected: wrong.length,
      spooled: 0,
    });
    expect(receipt.note).toMatch(/10 lines were refused \(400 partial write.*influx-rejected\.lp/);
    const kept = (await readFile(join(folder, spoolFiles.rejected(1)), 'utf8')).trimEnd().split('\n');
    expect(kept.filter((line) => !line.startsWith('#')).toSorted()).toEqual(wrong.toSorted());
    expect(kept[0]).toMatch(/^# 400 partial write: field type conflict dropped=\d+$/);
    for (const line of lines) expect(mock.stored.has(line)).toBe(!isWrong(line));
  });

  it('are counted by the server where they are too many to be found one by one', async () => {
    const isRollup = (line: string): boolean =>
      /^faas_rollup,fn=hello.*target/.test(line) || line.includes('count=1i');
    const mock = await serve((stored) => [partial(stored, isRollup)]);
    const receipt = await sendRun(mock.url);
    const lines = offeredLines();
    expect(receipt.rejected).toBe(lines.filter(isRollup).length);
    expect(receipt.acknowledged).toBe(lines.length - receipt.rejected);
  });

  it('may each be too large alone', async () => {
    const mock = await serve(() => [status(413, 'Request Entity Too Large')]);
    const receipt = await sendRun(mock.url);
    expect(receipt).toMatchObject({ acknowledged: 0, rejected: receipt.offered, spooled: 0 });
    expect(receipt.note).toMatch(/lines were refused \(413 Request Entity Too Large\)/);
  });

  it('may be all of them', async () => {
    const mock = await serve(() => [status(400, '{"message":"no"}')]);
    const receipt = await sendRun(mock.url);
    expect(receipt).toMatchObject({ acknowledged: 0, rejected: receipt.offered, spooled: 0 });
  });
});

describe('a server that stays away', () => {
  it.each<[string, WriteRule, RegExp, number]>([
    ['503', status(503, 'busy'), /503 busy/, 10_000],
    ['401', status(401, '{"error":"authorization failed"}'), /401 authorization failed/, 10_000],
    ['404', status(404, '{"error":"database not found"}'), /404 database not found/, 10_000],
    ['429', status(429, 'slow down'), /429 slow down/, 10_000],
    ['silence', () => undefined, /timed out|time to drain/, 50],
    ['a reset', (_, answer) => answer.destroy(), /ECONNRESET|socket hang up/, 10_000],
  ])('leaves the lines in the spool and says so once: %s', async (_, rule, reason, timeoutMs) => {
    const mock = await serve(() => [rule]);
    const clock = createMonotonicClock();
    const receipt = await sendRun(mock.url, { timeoutMs, firstPauseMs: 20, drainMs: 500 }, clock);
    expect(receipt).toMatchObject({ acknowledged: 0, rejected: 0, spooled: receipt.offered });
    expect(await spooledLines()).toHaveLength(receipt.offered);
    expect(receipt.note).toMatch(reason);
    expect(receipt.note).toContain(`"faasmark replay ${folder} --influx URL"`);
  });
});

describe('a point that is written again', () => {
  it('is never overtaken by its older self', async () => {
    const mock = await serve((stored) => [status(503), status(503), store(stored)]);
    const stream = createInfluxStream(createRunLines(run.manifest), optionsFor(mock.url), {
      runDirectory: folder,
      clock: createMonotonicClockStub(),
    });
    for (const batch of toSyntheticBatches(run)) {
      stream.write(batch);
      // Every window is written after each of its batches.
      stream.advance(20e9);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await stream.close(run.end);
    const points = new Map<string, string>();
    const taken = mock.writes
      .slice(2)
      .flat()
      .filter((line) => mock.stored.has(line));
    for (const line of taken) {
      const [series = '', fields = '', timestamp = ''] = line.split(' ');
      if (series.startsWith('faas_window')) points.set(`${series} ${timestamp}`, fields);
    }
    const counts = [...points.values()].map((fields) =>
      Number.parseInt(/count=(\d+)i/.exec(fields)?.[1] ?? '', 10),
    );
    expect(counts.reduce((total, count) => total + count, 0)).toBe(run.invocations.length);
    expect(taken.length).toBeGreaterThan(2 * points.size);
  });
});

describe('before the run', () => {
  const open = (url: string): Promise<unknown> =>
    openInfluxStream(parseInfluxUrl(url, {}), run.manifest, {
      runDirectory: folder,
      clock: createMonotonicClock(),
    });

  it.each<[string, WriteRule, RegExp]>([
    ['401', status(401, '{"error":"unable to parse authentication credentials"}'), /401 unable to parse/],
    ['403', status(403), /403/],
    ['404', status(404, '{"error":"database not found: \\"faasmark\\""}'), /404 database not found/],
  ])('a refusal ends it: %s', async (_, rule, message) => {
    const mock = await serve(() => [rule]);
    await expect(open(mock.url)).rejects.toMatchObject({
      code: 'SINK_REFUSED',
      message: expect.stringMatching(message),
      hint: expect.any(String),
    });
  });

  it('nobody at the address ends it', async () => {
    const mock = await startMockInflux((stored) => [store(stored)]);
    await mock.close();
    await expect(open(mock.url)).rejects.toMatchObject({
      code: 'SINK_UNREACHABLE',
      message: expect.stringContaining(mock.url),
    });
  });
});
