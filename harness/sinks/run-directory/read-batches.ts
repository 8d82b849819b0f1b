/** The invocations of a run as the batches that a sink is handed, read piece by piece. */
import { type InvocationBatchBuilder, createInvocationBatchBuilder } from '../../contract/batch-builder.ts';
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { Invocation } from '../../contract/invocation.ts';
import { files } from './layout.ts';
import { readLines } from './read-lines.ts';

const batchLength = 1000;

/**
 * In the order in which they were recorded, cut where the phase or its repetition changes.
 *
 * @throws FaasmarkError `RUN_UNREADABLE`.
 */
export async function* readBatches(directory: string): AsyncGenerator<InvocationBatch> {
  let label: Invocation | undefined;
  let builder: InvocationBatchBuilder | undefined;
  for await (const invocation of readLines<Invocation>(directory, files.invocations)) {
    const isFull = builder?.length === batchLength;
    if (builder === undefined || label === undefined || isFull || !isSamePlay(label, invocation)) {
      if (builder !== undefined) yield builder.take();
      builder = createInvocationBatchBuilder(invocation);
      label = invocation;
    }
    builder.add(invocation);
  }
  if (builder !== undefined) yield builder.take();
}

function isSamePlay(one: Invocation, other: Invocation): boolean {
  return one.phase === other.phase && one.function === other.function && one.repetition === other.repetition;
}
