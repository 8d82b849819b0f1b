/** Streams a finished or killed run again from its directory, without holding it in memory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import type { RunRecord } from '../contract/run-record.ts';
import type { GeneratorSample, SinkReceipt } from '../contract/sink.ts';
import type { RunSummary } from '../contract/summary.ts';
import { createMonotonicClock } from '../contract/clock.ts';
import { openStream } from './open-stream.ts';
import { readBatches } from './run-directory/read-batches.ts';
import { readRunFrame } from './run-directory/read-run.ts';
import type { RunStream, StreamSettings } from './run-stream.ts';
import { type SinkSpec } from './sink-spec.ts';

export interface ReplayContext extends Pick<StreamSettings, 'rates'> {
  /** The result of the run; without it nothing is written of the run as a whole. */
  readonly summary?: RunSummary;
}

/**
 * What is there already is written again, unchanged; a file is replaced.
 *
 * @throws FaasmarkError `RUN_UNREADABLE` and as `openStream`.
 */
export async function replayRun(
  directory: string,
  spec: SinkSpec,
  { rates, summary }: ReplayContext,
): Promise<SinkReceipt> {
  const run = await readRunFrame(directory);
  // A file that is named no place goes into the run directory; what waits for a server need not stay.
  const isFile = 'file' in spec;
  const runDirectory = isFile ? directory : await mkdtemp(join(tmpdir(), 'faasmark-replay-'));
  let isLeft = false;
  try {
    const clock = createMonotonicClock();
    const stream = await openStream(spec, run.manifest, { runDirectory, replaces: true, rates, clock });
    const receipt = await streamRun(run, readBatches(directory), stream, summary);
    isLeft = receipt.acknowledged < receipt.offered;
    return receipt;
  } finally {
    // What a server would not have stays, for the receipt says where.
    if (!isFile && !isLeft) await rm(runDirectory, { recursive: true, force: true });
  }
}

/** Everything a run had, in the order in which it would have come. */
export async function streamRun(
  run: Omit<RunRecord, 'invocations'>,
  batches: AsyncIterable<InvocationBatch> | Iterable<InvocationBatch>,
  stream: RunStream,
  summary: RunSummary | undefined,
): Promise<SinkReceipt> {
  const samples = [...run.generator];
  for (const event of run.events) stream.event(event);
  for await (const batch of batches) {
    const now = batch.endedAt.at(-1) ?? 0;
    while (samples[0] !== undefined && samples[0].at <= now)
      stream.generator(samples.shift() as GeneratorSample);
    stream.write(batch);
    stream.advance(now);
  }
  for (const sample of samples) stream.generator(sample);
  stream.instances(run.instances);
  if (summary !== undefined) stream.summary(summary);
  return stream.close(run.end);
}
