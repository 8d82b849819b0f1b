import { describe, expect, it } from '@jest/globals';
import { sliceBatch } from '../../../harness/contract/batch-columns.ts';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import { toInvocations } from '../../../harness/contract/invocation-batch.ts';
import { createSyntheticRun } from '../../support/synthetic-run.ts';

const { invocations } = createSyntheticRun({ seconds: 1, functions: ['hello'] });
const label = { phase: 'load/hello', function: 'hello', repetition: 0 };

describe('the slices of a batch', () => {
  it.each([
    ['with what the function told', invocations],
    ['of a plain target', invocations.map(({ index, ...one }) => ({ ...plain(one), index }))],
  ])('%s hold its rows, each once', (_, all) => {
    const builder = createInvocationBatchBuilder(label);
    for (const one of all) builder.add(one);
    const batch = builder.take();
    const slices = [0, 30, 60, 90].map((from) => sliceBatch(batch, from, Math.min(from + 30, batch.length)));
    expect(slices.map(({ length }) => length)).toEqual([30, 30, 30, 10]);
    expect(slices.flatMap((slice) => [...toInvocations(slice)])).toEqual([...toInvocations(batch)]);
  });
});

function plain(
  one: Omit<(typeof invocations)[number], 'index'>,
): Omit<(typeof invocations)[number], 'index'> {
  const told = {
    instance: undefined,
    requestId: undefined,
    error: undefined,
    initDurationMs: undefined,
    handlerDurationMs: undefined,
    billedDurationMs: undefined,
    maxMemoryUsedMiB: undefined,
  };
  return { ...one, ...told };
}
