/** Collects invocations of one phase into columns that double as they fill. */
import {
  allocateClientColumns,
  allocateTelemetryColumns,
  resizeClientColumns,
  resizeTelemetryColumns,
} from './batch-columns.ts';
import {
  type InvocationBatch,
  type Telemetry,
  type TelemetryColumns,
  numberNames,
  textNames,
} from './invocation-batch.ts';
import {
  type Invocation,
  type StartEvidence,
  type StartKind,
  outcomes,
  startEvidences,
  startKinds,
} from './invocation.ts';

export interface InvocationBatchBuilder {
  readonly length: number;
  /**
   * The hot path: a row from numbers alone, nothing is made for it. `start` and `evidence` are 'unknown' and 'none'.
   *
   * @param outcome - position in `outcomes`.
   * @returns the row, for {@link InvocationBatchBuilder.label} and {@link InvocationBatchBuilder.tell}.
   */
  append(
    index: number,
    intendedStart: number,
    sentAt: number,
    firstByteAt: number,
    endedAt: number,
    outcome: number,
    status: number,
    attempts: number,
  ): number;
  label(row: number, start: StartKind, evidence: StartEvidence): void;
  tell(row: number, telemetry: Telemetry): void;
  add(invocation: Omit<Invocation, 'phase' | 'function' | 'repetition'>): void;
  /** The batch so far, trimmed to its length; the builder is empty afterwards. */
  take(): InvocationBatch;
}

const unknownStart = startKinds.indexOf('unknown');

export function createInvocationBatchBuilder(
  label: Pick<InvocationBatch, 'phase' | 'function' | 'repetition'>,
  initialCapacity = 64,
): InvocationBatchBuilder {
  let capacity = initialCapacity;
  let length = 0;
  let data = allocateClientColumns(capacity);
  let telemetry: TelemetryColumns | null = null;
  let strings: string[] = [''];
  let positions = new Map<string, number>();

  const positionOf = (text: string | undefined): number => {
    if (text === undefined || text === '') return 0;
    const known = positions.get(text);
    if (known !== undefined) return known;
    positions.set(text, strings.length);
    return strings.push(text) - 1;
  };

  const grow = (): void => {
    capacity *= 2;
    data = resizeClientColumns(data, length, capacity);
    if (telemetry !== null) telemetry = resizeTelemetryColumns(telemetry, length, capacity);
  };

  const builder: InvocationBatchBuilder = {
    get length() {
      return length;
    },
    append(index, intendedStart, sentAt, firstByteAt, endedAt, outcome, status, attempts) {
      if (length === capacity) grow();
      const row = length++;
      data.index[row] = index;
      data.intendedStart[row] = intendedStart;
      data.sentAt[row] = sentAt;
      data.firstByteAt[row] = firstByteAt;
      data.endedAt[row] = endedAt;
      data.outcome[row] = outcome;
      data.start[row] = unknownStart;
      data.status[row] = status;
      data.attempts[row] = attempts;
      return row;
    },
    label(row, start, evidence) {
      data.start[row] = startKinds.indexOf(start);
      data.evidence[row] = startEvidences.indexOf(evidence);
    },
    tell(row, said) {
      telemetry ??= allocateTelemetryColumns(capacity);
      for (const name of numberNames) telemetry[name][row] = said[name] ?? Number.NaN;
      for (const name of textNames) telemetry[name][row] = positionOf(said[name]);
    },
    add(invocation) {
      const { index, intendedStart, sentAt, firstByteAt, endedAt, outcome, status } = invocation;
      const row = builder.append(
        index,
        intendedStart,
        sentAt ?? Number.NaN,
        firstByteAt ?? Number.NaN,
        endedAt,
        outcomes.indexOf(outcome),
        status,
        invocation.attempts,
      );
      builder.label(row, invocation.start, invocation.evidence);
      if (hasTelemetry(invocation)) builder.tell(row, invocation);
    },
    take() {
      const batch = {
        ...label,
        length,
        ...resizeClientColumns(data, length, length),
        telemetry: telemetry === null ? null : resizeTelemetryColumns(telemetry, length, length),
        strings,
      };
      length = 0;
      data = allocateClientColumns(capacity);
      telemetry = null;
      strings = [''];
      positions = new Map();
      return batch;
    },
  };
  return builder;
}

function hasTelemetry(invocation: Telemetry): boolean {
  return [...numberNames, ...textNames].some((name) => invocation[name] !== undefined);
}
