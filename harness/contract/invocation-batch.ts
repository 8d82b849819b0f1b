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
  readonly attempts: Uint8Array<ArrayBuffer>;
  /** Null where nobody said anything about any of them: a plain HTTP target costs no memory for it. */
  readonly telemetry: TelemetryColumns | null;
  readonly strings: readonly string[];
}

export interface TelemetryColumns {
  readonly initDurationMs: Float64Array<ArrayBuffer>;
  readonly handlerDurationMs: Float64Array<ArrayBuffer>;
  readonly handlerStartedAtEpochMs: Float64Array<ArrayBuffer>;
  readonly billedDurationMs: Float64Array<ArrayBuffer>;
  readonly maxMemoryUsedMiB: Float64Array<ArrayBuffer>;
  readonly connectDurationMs: Float64Array<ArrayBuffer>;
  readonly tlsDurationMs: Float64Array<ArrayBuffer>;
  /** Positions in `strings`. */
  readonly instance: Uint32Array<ArrayBuffer>;
  readonly requestId: Uint32Array<ArrayBuffer>;
  readonly error: Uint32Array<ArrayBuffer>;
}

export const numberNames = [
  'initDurationMs',
  'handlerDurationMs',
  'handlerStartedAtEpochMs',
  'billedDurationMs',
  'maxMemoryUsedMiB',
  'connectDurationMs',
  'tlsDurationMs',
] as const;

/** Each holds positions in the strings of the batch. */
export const textNames = ['instance', 'requestId', 'error'] as const;

/** What somebody said about an invocation, beside the client's own clock. */
export type Telemetry = Partial<
  Pick<
    Invocation,
    | 'initDurationMs'
    | 'handlerDurationMs'
    | 'handlerStartedAtEpochMs'
    | 'billedDurationMs'
    | 'maxMemoryUsedMiB'
    | 'connectDurationMs'
    | 'tlsDurationMs'
    | 'instance'
    | 'requestId'
    | 'error'
  >
>;

/** The batch as records, in the order in which they ended. */
export function* toInvocations(batch: InvocationBatch): Generator<Invocation> {
  const { telemetry } = batch;
  const textAt = (name: (typeof textNames)[number], at: number): string | undefined => {
    const position = telemetry?.[name][at] ?? 0;
    return position === 0 ? undefined : batch.strings[position];
  };
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
      attempts: batch.attempts[at] as number,
      instance: textAt('instance', at),
      requestId: textAt('requestId', at),
      error: textAt('error', at),
      initDurationMs: present(telemetry?.initDurationMs[at]),
      handlerDurationMs: present(telemetry?.handlerDurationMs[at]),
      handlerStartedAtEpochMs: present(telemetry?.handlerStartedAtEpochMs[at]),
      billedDurationMs: present(telemetry?.billedDurationMs[at]),
      maxMemoryUsedMiB: present(telemetry?.maxMemoryUsedMiB[at]),
      connectDurationMs: present(telemetry?.connectDurationMs[at]),
      tlsDurationMs: present(telemetry?.tlsDurationMs[at]),
    };
  }
}

/** The text of one row without making a record of it; undefined where nobody told. */
export function instanceAt({ telemetry, strings }: InvocationBatch, row: number): string | undefined {
  const position = telemetry?.instance[row] ?? 0;
  return position === 0 ? undefined : strings[position];
}

function present(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
