/** Records the same invocations in several ways, alternately, and prints what each took. */
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { InvocationBatch } from '../../../harness/contract/invocation-batch.ts';
import { createHistogram } from '../../../harness/measure/histogram.ts';
import { median } from '../statistics.ts';

export interface RecordOrder {
  readonly rounds: number;
  readonly invocations: number;
}

export interface RecordCosts {
  readonly batchSize: number;
  /** Medians, an invocation. Bytes are those of the batches as they are handed over; 0 where nothing grows. */
  readonly ways: Readonly<Record<string, { readonly nanos: number; readonly bytes: number }>>;
}

/** What a sender at 10,000 a second hands over ten times a second. */
const batchSize = 1000;
const { rounds, invocations } = JSON.parse(process.argv[2] ?? '') as RecordOrder;

interface Way {
  readonly name: string;
  /** Records them all and says how many bytes they took. */
  readonly record: (count: number) => number;
}

const label = { phase: 'measure', function: 'hello', repetition: 0 };

function appendAll(count: number, tell: (row: number, builder: Builder) => void): number {
  const builder = createInvocationBatchBuilder(label, 1024);
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const start = index * 1e5;
    const row = builder.append(index, start, start + 4e4, start + 2e5, start + 21e4, 0, 200, 1);
    tell(row, builder);
    if (builder.length === batchSize) bytes += sizeOf(builder.take());
  }
  return bytes + sizeOf(builder.take());
}

type Builder = ReturnType<typeof createInvocationBatchBuilder>;

function sizeOf(batch: InvocationBatch): number {
  const columns = [batch, batch.telemetry ?? {}].flatMap((one) => Object.values(one));
  return columns.reduce<number>((sum, one) => sum + (ArrayBuffer.isView(one) ? one.byteLength : 0), 0);
}

const ways: readonly Way[] = [
  { name: 'numbers alone', record: (count) => appendAll(count, () => undefined) },
  {
    name: 'with telemetry',
    record: (count) =>
      appendAll(count, (row, builder) => {
        builder.label(row, 'warm', 'provider');
        builder.tell(row, {
          handlerDurationMs: 0.12,
          billedDurationMs: 1,
          maxMemoryUsedMiB: 64,
          instance: 'i-1',
        });
      }),
  },
  {
    name: 'HDR histogram of response times instead',
    record(count) {
      const histogram = createHistogram();
      for (let index = 0; index < count; index++) histogram.record(2e5 + (index % 1000) * 1e3);
      return 0;
    },
  },
];

const nanos = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
const bytes = new Map<string, number>();
// One round more: the first compiles.
for (let round = 0; round <= rounds; round++) {
  for (const { name, record } of ways) {
    const before = process.hrtime.bigint();
    bytes.set(name, record(invocations) / invocations);
    const took = Number(process.hrtime.bigint() - before);
    if (round > 0) nanos.get(name)?.push(took / invocations);
  }
}
const costs: RecordCosts = {
  batchSize,
  ways: Object.fromEntries(
    ways.map(({ name }) => [name, { nanos: median(nanos.get(name) ?? []), bytes: bytes.get(name) ?? 0 }]),
  ),
};
process.stdout.write(`${JSON.stringify(costs)}\n`);
