/**
 * Invocations as columns: how they travel from the sending thread to the recorder and the sinks. Typed arrays are
 * transferred, not copied; NaN stands for "not there" in a number column, index 0 of `strings` for "no text".
 */
import {
  type Invocation,
  type Outcome,
  type StartEvidence,
  type StartKind,
  outcomes,
  startEvidences,
  startKinds,
} from './invocation.ts';

export interface InvocationBatch {
  readonly phase: string;
  readonly function: string;
  readonly repetition: number;
  readonly length: number;
  readonly index: Uint32Array<ArrayBuffer>;
  readonly intendedStart: Float64Array<ArrayBuffer>;
  readonly sentAt: Float64Array<ArrayBuffer>;
  readonly firstByteAt: Float64Array<ArrayBuffer>;
  readonly endedAt: Float64Array<ArrayBuffer>;
  /** Position in `outcomes`. */
  readonly outcome: Uint8Array<ArrayBuffer>;
  /** Position in `startKinds`. */
  readonly start: Uint8Array<ArrayBuffer>;
  /** Position in `startEvidences`. */
  readonly evidence: Uint8Array<ArrayBuffer>;
  readonly status: Uint16Array<ArrayBuffer>;
  readonly initDurationMs: Float64Array<ArrayBuffer>;
  readonly handlerDurationMs: Float64Array<ArrayBuffer>;
  readonly billedDurationMs: Float64Array<ArrayBuffer>;
  readonly maxMemoryUsedMiB: Float64Array<ArrayBuffer>;
  /** Positions in `strings`. */
  readonly instance: Uint32Array<ArrayBuffer>;
  readonly requestId: Uint32Array<ArrayBuffer>;
  readonly error: Uint32Array<ArrayBuffer>;
  readonly strings: readonly string[];
}

const columns = {
  index: Uint32Array,
  intendedStart: Float64Array,
  sentAt: Float64Array,
  firstByteAt: Float64Array,
  endedAt: Float64Array,
  outcome: Uint8Array,
  start: Uint8Array,
  evidence: Uint8Array,
  status: Uint16Array,
  initDurationMs: Float64Array,
  handlerDurationMs: Float64Array,
  billedDurationMs: Float64Array,
  maxMemoryUsedMiB: Float64Array,
  instance: Uint32Array,
  requestId: Uint32Array,
  error: Uint32Array,
} as const;

type ColumnName = keyof typeof columns;
type Columns = Pick<InvocationBatch, ColumnName>;
const columnNames = Object.keys(columns) as ColumnName[];

export interface InvocationBatchBuilder {
  readonly length: number;
  add(invocation: Omit<Invocation, 'phase' | 'function' | 'repetition'>): void;
  /** The batch so far, trimmed to its length; the builder is empty afterwards. */
  take(): InvocationBatch;
}

/** Collects invocations of one phase into columns that double as they fill. */
export function createInvocationBatchBuilder(
  label: Pick<InvocationBatch, 'phase' | 'function' | 'repetition'>,
  initialCapacity = 64,
): InvocationBatchBuilder {
  let capacity = initialCapacity;
  let length = 0;
  let data = allocate(capacity);
  let strings: string[] = [''];
  let positions = new Map<string, number>();

  const positionOf = (text: string | undefined): number => {
    if (text === undefined || text === '') return 0;
    const known = positions.get(text);
    if (known !== undefined) return known;
    positions.set(text, strings.length);
    return strings.push(text) - 1;
  };

  return {
    get length() {
      return length;
    },
    add(invocation) {
      if (length === capacity) {
        capacity *= 2;
        data = resize(data, length, capacity);
      }
      const at = length++;
      data.index[at] = invocation.index;
      data.intendedStart[at] = invocation.intendedStart;
      data.sentAt[at] = invocation.sentAt ?? Number.NaN;
      data.firstByteAt[at] = invocation.firstByteAt ?? Number.NaN;
      data.endedAt[at] = invocation.endedAt;
      data.outcome[at] = outcomes.indexOf(invocation.outcome);
      data.start[at] = startKinds.indexOf(invocation.start);
      data.evidence[at] = startEvidences.indexOf(invocation.evidence);
      data.status[at] = invocation.status;
      data.initDurationMs[at] = invocation.initDurationMs ?? Number.NaN;
      data.handlerDurationMs[at] = invocation.handlerDurationMs ?? Number.NaN;
      data.billedDurationMs[at] = invocation.billedDurationMs ?? Number.NaN;
      data.maxMemoryUsedMiB[at] = invocation.maxMemoryUsedMiB ?? Number.NaN;
      data.instance[at] = positionOf(invocation.instance);
      data.requestId[at] = positionOf(invocation.requestId);
      data.error[at] = positionOf(invocation.error);
    },
    take() {
      const batch = { ...label, length, ...resize(data, length, length), strings };
      length = 0;
      data = allocate(capacity);
      strings = [''];
      positions = new Map();
      return batch;
    },
  };
}

/** The buffers to name in `postMessage(batch, transferables(batch))`. */
export function transferables(batch: InvocationBatch): ArrayBuffer[] {
  return columnNames.map((name) => batch[name].buffer);
}

/** The batch as records, in the order in which they ended. */
export function* toInvocations(batch: InvocationBatch): Generator<Invocation> {
  for (let at = 0; at < batch.length; at++) {
    yield {
      phase: batch.phase,
      function: batch.function,
      repetition: batch.repetition,
      index: batch.index[at] as number,
      intendedStart: batch.intendedStart[at] as number,
      sentAt: present(batch.sentAt[at]),
      firstByteAt: present(batch.firstByteAt[at]),
      endedAt: batch.endedAt[at] as number,
      outcome: outcomes[batch.outcome[at] as number] as Outcome,
      start: startKinds[batch.start[at] as number] as StartKind,
      evidence: startEvidences[batch.evidence[at] as number] as StartEvidence,
      status: batch.status[at] as number,
      instance: textAt(batch, batch.instance[at]),
      requestId: textAt(batch, batch.requestId[at]),
      error: textAt(batch, batch.error[at]),
      initDurationMs: present(batch.initDurationMs[at]),
      handlerDurationMs: present(batch.handlerDurationMs[at]),
      billedDurationMs: present(batch.billedDurationMs[at]),
      maxMemoryUsedMiB: present(batch.maxMemoryUsedMiB[at]),
    };
  }
}

function present(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function textAt(batch: InvocationBatch, position: number | undefined): string | undefined {
  return position === undefined || position === 0 ? undefined : batch.strings[position];
}

function allocate(capacity: number): Columns {
  return Object.fromEntries(columnNames.map((name) => [name, new columns[name](capacity)])) as Columns;
}

function resize(from: Columns, length: number, capacity: number): Columns {
  const to = allocate(capacity);
  for (const name of columnNames) to[name].set(from[name].subarray(0, length));
  return to;
}
