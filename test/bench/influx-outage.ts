/** Streams 10,000 points a second while influxd is killed and started again, twice; then counts in the database. */
import { createInvocationBatchBuilder } from '../../harness/contract/batch-builder.ts';
import { createMonotonicClock } from '../../harness/contract/clock.ts';
import type { InvocationBatch } from '../../harness/contract/invocation-batch.ts';
import { outcomes } from '../../harness/contract/invocation.ts';
import type { SinkReceipt } from '../../harness/contract/sink.ts';
import { toSinkSpec } from '../../harness/sinks/sink-spec.ts';
import { createThreadedSink } from '../../harness/sinks/thread/threaded-sink.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Influxd } from '../support/influxd.ts';
import { createManifest } from '../support/synthetic-run.ts';

export interface Outage {
  readonly seconds: number;
  readonly pointsPerSecond: number;
  readonly receipt: SinkReceipt;
  /** Invocations handed to the sink. */
  readonly written: number;
  /** Points of `faas_invocation` in the database. */
  readonly found: number;
  /** Sum of the counts of `faas_window`. */
  readonly counted: number;
  readonly lost: number;
  readonly doubled: number;
}

const pointsPerSecond = 10_000;
const tickMs = 100;
const database = 'outage';
const ok = outcomes.indexOf('ok');

export async function playOutage(influxd: Influxd, seconds: number): Promise<Outage> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-outage-'));
  const clock = createMonotonicClock();
  const spec = toSinkSpec({ kind: 'influx', to: `${influxd.url}?db=${database}&invocations=all` }, {});
  const sink = createThreadedSink(spec, { runDirectory: folder, replaces: true });
  await sink.open({ ...createManifest({ functions: ['target'] }), epochMsAtOrigin: clock.epochMs() });
  let written = 0;
  const stop = clock.every(tickMs, () => {
    // As many as are due by now, however late the tick is.
    const due = Math.floor((clock.now() / 1e9) * pointsPerSecond) - written;
    sink.write(createBatch(written, due, clock.now()));
    written += due;
  });
  // A third of the time each: before, between and after; away for a tenth.
  for (let kills = 0; kills < 2; kills++) {
    await clock.sleep((seconds * 1000 * 7) / 30);
    await influxd.kill();
    await clock.sleep((seconds * 1000) / 10);
    await influxd.start();
  }
  await clock.sleep((seconds * 1000) / 3);
  stop();
  const receipt = await sink.close({ at: clock.now(), outcome: 'completed' });
  const single = await ask(influxd, 'SELECT count("seq") FROM "faas_invocation"');
  const counted = await ask(influxd, 'SELECT sum("count") FROM "faas_window"');
  await rm(folder, { recursive: true, force: true });
  return {
    seconds,
    pointsPerSecond,
    receipt,
    written,
    found: single,
    counted,
    lost: Math.max(0, written - single, written - counted),
    doubled: Math.max(0, single - written, counted - written),
  };
}

async function ask(influxd: Influxd, statement: string): Promise<number> {
  const [series] = await influxd.query(statement, database);
  return Number(series?.values[0]?.[1] ?? 0);
}

/** Ended one after the other, evenly, until now. */
function createBatch(first: number, count: number, now: number): InvocationBatch {
  const builder = createInvocationBatchBuilder(
    { phase: 'load/target', function: 'target', repetition: 0 },
    Math.max(1, count),
  );
  for (let at = 0; at < count; at++) {
    const endedAt = now - (count - at) * (1e9 / pointsPerSecond);
    builder.append(first + at, endedAt - 5e6, endedAt - 5e6, endedAt, endedAt, ok, 200, 1);
  }
  return builder.take();
}
