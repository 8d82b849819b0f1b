/** The columns of a batch: their types, and how they are made, grown and trimmed. */
import { type InvocationBatch, type TelemetryColumns, numberNames, textNames } from './invocation-batch.ts';

const clientTypes = {
  index: Uint32Array,
  intendedStart: Float64Array,
  sentAt: Float64Array,
  firstByteAt: Float64Array,
  endedAt: Float64Array,
  outcome: Uint8Array,
  start: Uint8Array,
  evidence: Uint8Array,
  status: Uint16Array,
  attempts: Uint8Array,
} as const satisfies Record<keyof ClientColumns, unknown>;

export type ClientColumns = Pick<
  InvocationBatch,
  | 'index'
  | 'intendedStart'
  | 'sentAt'
  | 'firstByteAt'
  | 'endedAt'
  | 'outcome'
  | 'start'
  | 'evidence'
  | 'status'
  | 'attempts'
>;
const clientColumnNames = Object.keys(clientTypes) as readonly (keyof ClientColumns)[];

export function allocateClientColumns(capacity: number): ClientColumns {
  return Object.fromEntries(
    clientColumnNames.map((name) => [name, new clientTypes[name](capacity)]),
  ) as unknown as ClientColumns;
}

/** @param length - of the rows that are kept. */
export function resizeClientColumns(from: ClientColumns, length: number, capacity: number): ClientColumns {
  const to = allocateClientColumns(capacity);
  for (const name of clientColumnNames) to[name].set(from[name].subarray(0, length));
  return to;
}

/** Rows have no duration until somebody tells one. */
export function allocateTelemetryColumns(capacity: number): TelemetryColumns {
  const numbers = numberNames.map((name) => [name, new Float64Array(capacity).fill(Number.NaN)] as const);
  const texts = textNames.map((name) => [name, new Uint32Array(capacity)] as const);
  return Object.fromEntries([...numbers, ...texts]) as TelemetryColumns;
}

export function resizeTelemetryColumns(
  from: TelemetryColumns,
  length: number,
  capacity: number,
): TelemetryColumns {
  const to = allocateTelemetryColumns(capacity);
  for (const name of [...numberNames, ...textNames]) to[name].set(from[name].subarray(0, length));
  return to;
}

/** The rows from `begin` to before `end`; nothing is copied. */
export function sliceBatch(batch: InvocationBatch, begin: number, end: number): InvocationBatch {
  const { telemetry } = batch;
  const told = telemetry === null ? null : cut([...numberNames, ...textNames], telemetry, begin, end);
  return { ...batch, ...cut(clientColumnNames, batch, begin, end), length: end - begin, telemetry: told };
}

function cut<Columns, Name extends keyof Columns & string>(
  names: readonly Name[],
  columns: Columns,
  begin: number,
  end: number,
): Pick<Columns, Name> {
  const parts = names.map((name) => [name, (columns[name] as Uint8Array).subarray(begin, end)]);
  return Object.fromEntries(parts) as Pick<Columns, Name>;
}

/** The buffers to name in `postMessage(batch, transferables(batch))`. */
export function transferables(batch: InvocationBatch): ArrayBuffer[] {
  const { telemetry } = batch;
  return [
    ...clientColumnNames.map((name) => batch[name].buffer),
    ...(telemetry === null ? [] : [...numberNames, ...textNames].map((name) => telemetry[name].buffer)),
  ];
}
