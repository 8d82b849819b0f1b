/** Sends a finished or killed run from its records. Points that are already there are written again, unchanged. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMonotonicClock } from '../../contract/clock.ts';
import { createInvocationBatchBuilder } from '../../contract/batch-builder.ts';
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import type { SinkReceipt } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import { checkServer } from './check-server.ts';
import type { InfluxOptions } from './influx-options.ts';
import { createInfluxStream } from './influx-stream.ts';
import type { Rates } from './rates.ts';
import { createRunLines } from './run-lines.ts';

export interface ReplayContext {
  /** Where the spool is kept, best the run directory; default: a temporary folder that is removed again. */
  readonly directory?: string;
  /** The result of the run; without it there is no `faas_summary`. */
  readonly summary?: RunSummary;
  readonly rates?: Rates;
}

/** @throws FaasmarkError `INFLUX_UNREACHABLE`, `INFLUX_REFUSED`, `DISK_FULL`, `DIRECTORY_UNWRITABLE`. */
export async function replayToInflux(
  run: RunRecord,
  options: InfluxOptions,
  context: ReplayContext = {},
): Promise<SinkReceipt> {
  const { manifest } = run;
  await checkServer(options, createRunLines(manifest).begin());
  const temporary =
    context.directory === undefined ? await mkdtemp(join(tmpdir(), 'faasmark-replay-')) : undefined;
  try {
    const directory = context.directory ?? temporary ?? '';
    const clock = createMonotonicClock();
    const stream = createInfluxStream({ manifest, options, directory, rates: context.rates, clock });
    for (const event of run.events) stream.event(event);
    for (const sample of run.generator) stream.generator(sample);
    for (const batch of toBatches(run.invocations)) {
      stream.write(batch);
      stream.advance(batch.endedAt.at(-1) ?? 0);
    }
    stream.instances(run.instances);
    if (context.summary !== undefined) stream.summary(context.summary);
    return await stream.close(run.end);
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

const batchLength = 1000;

/** In the order in which they were recorded, cut where the phase or its repetition changes. */
function* toBatches(invocations: readonly Invocation[]): Generator<InvocationBatch> {
  let first = 0;
  while (first < invocations.length) {
    const label = invocations[first] as Invocation;
    const builder = createInvocationBatchBuilder(label);
    let next = first;
    for (; next < invocations.length && builder.length < batchLength; next++) {
      const invocation = invocations[next] as Invocation;
      if (!isSamePlay(label, invocation)) break;
      builder.add(invocation);
    }
    first = next;
    yield builder.take();
  }
}

function isSamePlay(one: Invocation, other: Invocation): boolean {
  return one.phase === other.phase && one.function === other.function && one.repetition === other.repetition;
}
