/** Streams a synthetic run as a replay would, without a run directory. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMonotonicClock } from '../../harness/contract/clock.ts';
import type { RunRecord } from '../../harness/contract/run-record.ts';
import type { SinkReceipt } from '../../harness/contract/sink.ts';
import { openStream } from '../../harness/sinks/open-stream.ts';
import { type ReplayContext, streamRun } from '../../harness/sinks/replay.ts';
import type { SinkSpec } from '../../harness/sinks/sink-spec.ts';
import { toSyntheticBatches } from './synthetic-run.ts';

export async function streamSynthetic(
  run: RunRecord,
  spec: SinkSpec,
  { rates, summary }: ReplayContext = {},
): Promise<SinkReceipt> {
  const runDirectory = await mkdtemp(join(tmpdir(), 'faasmark-stream-'));
  try {
    const clock = createMonotonicClock();
    const context = { runDirectory, replaces: true, rates, clock };
    return await streamRun(
      run,
      toSyntheticBatches(run),
      await openStream(spec, run.manifest, context),
      summary,
    );
  } finally {
    await rm(runDirectory, { recursive: true, force: true });
  }
}
