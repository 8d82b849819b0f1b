import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import type { Sink, SinkReceipt } from '../../../harness/contract/sink.ts';
import { createHistogram, decodeHistogram } from '../../../harness/measure/histogram.ts';
import { type InfluxOptions, parseInfluxUrl } from '../../../harness/sinks/influx/influx-options.ts';
import { createThreadedSink } from '../../../harness/sinks/thread/threaded-sink.ts';
import type { StreamSettings } from '../../../harness/sinks/run-stream.ts';
import { eventually } from '../../support/eventually.ts';
import {
  type Influxd,
  influxd18IsMissing,
  influxdIsMissing,
  influxdTitle,
  startInfluxd,
} from '../../support/influxd.ts';
import { streamSynthetic } from '../../support/stream-synthetic.ts';
import { createSyntheticRun, toSyntheticBatches } from '../../support/synthetic-run.ts';

const describeHere = influxdIsMissing === undefined ? describe : describe.skip;

let folder: string;
let influxd: Influxd;
beforeAll(async () => {
  if (influxdIsMissing !== undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'faasmark-influx-'));
  influxd = await startInfluxd();
});
afterAll(async () => {
  if (influxdIsMissing !== undefined) return;
  await influxd.remove();
  await rm(folder, { recursive: true, force: true });
});

const optionsFor = (database: string): InfluxOptions => {
  const options = parseInfluxUrl(`${influxd.url}?db=${database}`, {});
  return { ...options, delivery: { ...options.delivery, firstPauseMs: 20, longestPauseMs: 100 } };
};

const createInfluxSink = (options: InfluxOptions, settings: Omit<StreamSettings, 'replaces'>): Sink =>
  createThreadedSink({ kind: 'influx', options }, { ...settings, replaces: false });

const stream = (sink: Sink, run: RunRecord, part: readonly [number, number] = [0, 1]): void => {
  const batches = toSyntheticBatches(run);
  for (const batch of batches.slice(part[0] * batches.length, part[1] * batches.length)) sink.write(batch);
};

const sumOf = async (database: string, field: string, measurement: string): Promise<unknown> => {
  const [series] = await influxd.query(`SELECT sum("${field}") FROM "${measurement}"`, database);
  return series?.values[0]?.[1];
};

describeHere(influxdTitle('a run streamed to influxd'), () => {
  const run = createSyntheticRun({ seconds: 8 });

  beforeAll(async () => {
    const sink = createInfluxSink(optionsFor('whole'), {
      runDirectory: join(folder, 'whole'),
      rates: { usdPerGbSecond: 0.0000166667, usdPerInvocation: 2e-7 },
    });
    await sink.open(run.manifest);
    for (const event of run.events) sink.event(event);
    for (const sample of run.generator) sink.generator(sample);
    stream(sink, run);
    sink.instances(run.instances);
    const receipt = await sink.close(run.end ?? { at: 0, outcome: 'failed' });
    expect(receipt).toMatchObject({ unit: 'lines', rejected: 0, spooled: 0 });
    expect(receipt.acknowledged).toBe(receipt.offered);
    expect(receipt.note).toBeUndefined();
  });

  it('has every invocation in faas_window and in faas_rollup', async () => {
    expect(await sumOf('whole', 'count', 'faas_window')).toBe(run.invocations.length);
    expect(await sumOf('whole', 'count', 'faas_rollup')).toBe(run.invocations.length);
    expect(await sumOf('whole', 'target_rps', 'faas_rollup')).toBe(run.invocations.length);
  });

  it.each(['ok', 'failed', 'throttled', 'timedOut', 'dropped', 'incorrect'])(
    'counts the invocations that ended %s',
    async (outcome) => {
      const [series] = await influxd.query(
        `SELECT sum("count") FROM "faas_window" WHERE "outcome" = '${outcome}'`,
        'whole',
      );
      const expected = run.invocations.filter((one) => one.outcome === outcome).length;
      expect(expected).toBeGreaterThan(0);
      expect(series?.values[0]?.[1]).toBe(expected);
    },
  );

  it('keeps nanoseconds and text as they were', async () => {
    const [series] = await influxd.query(
      `SELECT "title", "text", "config" FROM "faas_event" WHERE "kind" = 'run' ORDER BY time ASC LIMIT 1`,
      'whole',
    );
    expect(series?.values[0]).toEqual([
      '1795000000123250000',
      'synthetic begins',
      'reference at http://127.0.0.1:1',
      JSON.stringify(run.manifest.scenarioSource),
    ]);
  });

  it.each([50, 99])('gives p%i of the run by merging its histograms', async (percent) => {
    const merged = createHistogram();
    for (const { values } of await influxd.query('SELECT "hdr" FROM "faas_window"', 'whole')) {
      for (const [, hdr] of values) merged.add(decodeHistogram(String(hdr)));
    }
    const sorted = run.invocations
      .filter((one) => one.sentAt !== undefined)
      .map((one) => (one.endedAt - one.intendedStart) / 1e6)
      .toSorted((one, other) => one - other);
    const exact = sorted[Math.ceil((percent / 100) * sorted.length) - 1] as number;
    expect(merged.count).toBe(sorted.length);
    expect(Math.abs(merged.percentileMs(percent) / exact - 1)).toBeLessThan(0.005);
  });

  it("replaces the observed instances with the provider's record", async () => {
    const [series] = await influxd.query(
      `SELECT max("instances"), sum("inst_new"), sum("inst_gone") FROM "faas_rollup" WHERE "fn" = 'hello'`,
      'whole',
    );
    expect(series?.values[0]?.slice(1)).toEqual([4, 4, 1]);
  });

  it('keeps the number of series low', async () => {
    const answer = await influxd.query('SHOW SERIES CARDINALITY', 'whole');
    const count = Number(answer[0]?.values[0]?.[0]);
    // Two functions of 3 kinds of start and 6 outcomes, a rollup each, 2 kinds of event, one worker.
    expect(count).toBeLessThanOrEqual(2 * 3 * 6 + 2 + 2 + 1);
  });

  it('is the same after a replay of its records', async () => {
    const all = async (): Promise<unknown> => [
      await influxd.query('SELECT * FROM "faas_window"', 'whole'),
      await influxd.query('SELECT * FROM "faas_event"', 'whole'),
      await influxd.query(
        'SELECT "count", "cold", "target_rps", "inflight", "instances", "p99_ms" FROM "faas_rollup"',
        'whole',
      ),
    ];
    const before = await all();
    const receipt = await streamSynthetic(
      run,
      { kind: 'influx', options: optionsFor('whole') },
      {
        rates: { usdPerGbSecond: 0.0000166667, usdPerInvocation: 2e-7 },
      },
    );
    expect(receipt.acknowledged).toBe(receipt.offered);
    expect(await all()).toEqual(before);
  });
});

describeHere(influxdTitle('influxd killed in the middle of a run'), () => {
  it('twice: nothing is lost and nothing doubled, counted in the database', async () => {
    const run = createSyntheticRun({ runId: 'killed', seconds: 20, ratePerSecond: 1000 });
    const options = { ...optionsFor('killed'), invocationShare: 1 };
    const sink = createInfluxSink(options, { runDirectory: join(folder, 'killed') });
    const batches = toSyntheticBatches(run);
    const third = Math.ceil(batches.length / 3);
    const countSingle = async (): Promise<number> => {
      const [series] = await influxd.query('SELECT count("seq") FROM "faas_invocation"', 'killed');
      return Number(series?.values[0]?.[1] ?? 0);
    };
    await sink.open(run.manifest);
    for (let kills = 0; kills < 2; kills++) {
      const before = await countSingle();
      for (const batch of batches.splice(0, third)) sink.write(batch);
      // While it is busy with them, and some more come.
      expect(await eventually(countSingle, (count) => count > before)).toBeGreaterThan(before);
      await influxd.kill();
      for (const batch of batches.splice(0, third / 6)) sink.write(batch);
      await influxd.start();
    }
    for (const batch of batches) sink.write(batch);
    for (const sample of run.generator) sink.generator(sample);
    const receipt = await sink.close(run.end ?? { at: 0, outcome: 'failed' });

    expect(receipt).toMatchObject({ acknowledged: receipt.offered, rejected: 0, spooled: 0 });
    expect(receipt.offered).toBeGreaterThan(run.invocations.length);
    expect(await countSingle()).toBe(run.invocations.length);
    expect(await sumOf('killed', 'count', 'faas_window')).toBe(run.invocations.length);
    expect(await readdir(join(folder, 'killed'))).toEqual([]);
  });

  it('loses nothing for good when it stays away: the run is replayed later', async () => {
    const run = createSyntheticRun({ runId: 'gone', seconds: 5 });
    const options = optionsFor('gone');
    const sink = createInfluxSink(
      { ...options, delivery: { ...options.delivery, drainMs: 200 } },
      { runDirectory: join(folder, 'gone') },
    );
    await sink.open(run.manifest);
    await influxd.kill();
    stream(sink, run);
    const receipt = await sink.close(run.end ?? { at: 0, outcome: 'failed' });
    expect(receipt.spooled).toBeGreaterThan(0);
    expect(receipt.offered).toBe(receipt.acknowledged + receipt.rejected + receipt.spooled);
    expect(receipt.note).toMatch(/ECONN.*faasmark replay .*gone --influx URL/);

    await influxd.start();
    await streamSynthetic(run, { kind: 'influx', options });
    expect(await sumOf('gone', 'count', 'faas_window')).toBe(run.invocations.length);
  });
});

describeHere(influxdTitle('an influxd that demands credentials'), () => {
  let guarded: Influxd;
  beforeAll(async () => {
    guarded = await startInfluxd({ adminPassword: 'open sesame' });
  });
  afterAll(() => guarded.remove());

  const sinkWith = (environment: Record<string, string>): Sink =>
    createInfluxSink(parseInfluxUrl(guarded.url, environment), { runDirectory: join(folder, 'guarded') });
  const run = createSyntheticRun({ seconds: 1 });

  it('takes them from the environment', async () => {
    const sink = sinkWith({ INFLUX_USERNAME: 'admin', INFLUX_PASSWORD: 'open sesame' });
    await sink.open(run.manifest);
    stream(sink, run);
    const receipt = await sink.close(run.end ?? { at: 0, outcome: 'failed' });
    expect(receipt.acknowledged).toBe(receipt.offered);
    const [series] = await guarded.query('SELECT sum("count") FROM "faas_window"');
    expect(series?.values[0]?.[1]).toBe(run.invocations.length);
  });

  it.each([
    ['none are given', {}, /INFLUX_USERNAME and INFLUX_PASSWORD in the environment/],
    ['they are wrong', { INFLUX_USERNAME: 'admin', INFLUX_PASSWORD: 'wrong' }, /not accepted/],
  ])('refuses before any load when %s', async (_, environment, hint) => {
    await expect(sinkWith(environment).open(run.manifest)).rejects.toMatchObject({
      code: 'SINK_REFUSED',
      message: expect.stringContaining('401'),
      hint: expect.stringMatching(hint),
    });
  });
});

const describe18 = influxd18IsMissing === undefined ? describe : describe.skip;
const title18 = influxd18IsMissing === undefined ? '' : ` (skipped: ${influxd18IsMissing})`;

describe18(`an influxd of 1.8, by the way of 2 and 3${title18}`, () => {
  const user = { INFLUX_USERNAME: 'admin', INFLUX_PASSWORD: 'sesame' };
  let server: Influxd;
  beforeAll(async () => {
    server = await startInfluxd({ version: '1.8', adminPassword: user.INFLUX_PASSWORD });
    await server.query('CREATE DATABASE "two"');
  }, 30_000);
  afterAll(() => server?.remove());

  const run = createSyntheticRun({ seconds: 3 });
  const streamTo = (bucket: string, environment: Record<string, string>): Promise<SinkReceipt> =>
    streamSynthetic(run, {
      kind: 'influx',
      options: parseInfluxUrl(`${server.url}?org=o&bucket=${bucket}&invocations=all`, environment),
    });

  it.each([
    ['a token', { INFLUX_TOKEN: 'admin:sesame' }],
    ['a user', user],
  ])('takes the run with %s', async (_, environment) => {
    const receipt = await streamTo('two', environment);
    expect(receipt).toMatchObject({ acknowledged: receipt.offered, rejected: 0, spooled: 0 });
    const [series] = await server.query('SELECT count("seq") FROM "faas_invocation"', 'two');
    expect(series?.values[0]?.[1]).toBe(run.invocations.length);
    const rows = await server.flux(
      'from(bucket: "two") |> range(start: 0) |> filter(fn: (r) => r._measurement == "faas_window" and r._field == "count")' +
        ' |> group() |> sum()',
    );
    expect(rows).toContain(`,${run.invocations.length}\r\n`);
  });

  it.each([
    ['a bucket that is not there', 'none', user, /404 database not found/],
    ['another token', 'two', { INFLUX_TOKEN: 'admin:wrong' }, /401/],
  ])('refuses %s', async (_, bucket, environment, message) => {
    await expect(streamTo(bucket, environment)).rejects.toMatchObject({
      code: 'SINK_REFUSED',
      message: expect.stringMatching(message),
    });
  });
});
