/** An invocation as one flat row, for tables: every field of the record with its unit, and what is derived from it. */
import { type Invocation, responseTime, sendDelay, serviceTime } from '../../contract/invocation.ts';
import type { RunManifest } from '../../contract/sink.ts';
import { type Nanos, toMillis } from '../../contract/units.ts';

export type Cell = string | number | undefined;

export interface InvocationColumn {
  readonly name: string;
  readonly type: 'text' | 'integer' | 'float';
  readonly valueOf: (invocation: Invocation) => Cell;
}

/** In the order in which they are written. `undefined` is an empty cell. */
export function createInvocationColumns({
  runId,
  provider,
  epochMsAtOrigin,
}: RunManifest): InvocationColumn[] {
  return [
    text('run', () => runId),
    text('provider', () => provider.id),
    text('phase', (one) => one.phase),
    text('function', (one) => one.function),
    integer('repetition', (one) => one.repetition),
    integer('index', (one) => one.index),
    float('intendedStartEpochMs', (one) => epochMsAtOrigin + toMillis(one.intendedStart)),
    integer('intendedStartNs', (one) => one.intendedStart),
    integer('sentAtNs', (one) => one.sentAt),
    integer('firstByteAtNs', (one) => one.firstByteAt),
    integer('endedAtNs', (one) => one.endedAt),
    float('responseTimeMs', (one) => toMillis(responseTime(one))),
    float('serviceTimeMs', (one) => orUndefined(serviceTime(one))),
    float('sendDelayMs', (one) => orUndefined(sendDelay(one))),
    text('outcome', (one) => one.outcome),
    text('start', (one) => one.start),
    text('evidence', (one) => one.evidence),
    integer('attempts', (one) => one.attempts),
    integer('status', (one) => one.status),
    text('instance', (one) => one.instance),
    text('requestId', (one) => one.requestId),
    text('error', (one) => one.error),
    float('initDurationMs', (one) => one.initDurationMs),
    float('handlerDurationMs', (one) => one.handlerDurationMs),
    float('handlerStartedAtEpochMs', (one) => one.handlerStartedAtEpochMs),
    float('billedDurationMs', (one) => one.billedDurationMs),
    float('maxMemoryUsedMiB', (one) => one.maxMemoryUsedMiB),
    float('connectDurationMs', (one) => one.connectDurationMs),
    float('tlsDurationMs', (one) => one.tlsDurationMs),
  ];
}

type ValueOf = InvocationColumn['valueOf'];

const text = (name: string, valueOf: ValueOf): InvocationColumn => ({ name, type: 'text', valueOf });
const integer = (name: string, valueOf: ValueOf): InvocationColumn => ({ name, type: 'integer', valueOf });
const float = (name: string, valueOf: ValueOf): InvocationColumn => ({ name, type: 'float', valueOf });

function orUndefined(duration: Nanos | undefined): number | undefined {
  return duration === undefined ? undefined : toMillis(duration);
}
