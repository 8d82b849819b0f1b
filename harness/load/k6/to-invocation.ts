/** From what k6 tells of a request to the record of an invocation, read by the same rules as with any engine. */
import type { Invocation } from '../../contract/invocation.ts';
import type { InvocationTarget } from '../../contract/target.ts';
import { fromMillis } from '../../contract/units.ts';
import { type Answer, type AnswerReading, nothingTold, readAnswer } from '../../measure/read-answer.ts';
import type { K6Request } from './read-output.ts';

type Recorded = Omit<Invocation, 'phase' | 'function' | 'repetition'>;

/** k6's code for a request that took longer than its time limit. */
const requestTimeout = 1050;

/**
 * k6 does not tell when its schedule wanted the invocation: `intendedStart` is when k6 began to look for a connection.
 * What came before, k6's own lateness, is in no number of k6.
 */
export function toInvocation(request: K6Request, index: number, target: InvocationTarget): Recorded {
  const { endedAt, status, connectingMs, tlsMs } = request;
  const connectedAt = endedAt - fromMillis(request.durationMs);
  // What opened its connection was handed to the network when it began to connect.
  const sentAt = connectedAt - fromMillis(connectingMs + tlsMs);
  return {
    ...readOutcome(request, target),
    index,
    // The time until there was a connection includes that of opening one.
    intendedStart: Math.min(sentAt, connectedAt - fromMillis(request.blockedMs)),
    sentAt,
    firstByteAt: status === 0 ? undefined : endedAt - fromMillis(request.receivingMs),
    endedAt,
    attempts: 1,
    status,
    connectDurationMs: connectingMs > 0 ? connectingMs : undefined,
    tlsDurationMs: tlsMs > 0 ? tlsMs : undefined,
  };
}

export function toDropped(index: number, at: number): Recorded {
  return {
    ...nothingTold,
    index,
    intendedStart: at,
    sentAt: undefined,
    firstByteAt: undefined,
    endedAt: at,
    outcome: 'dropped',
    error: 'K6: no virtual user was free',
    attempts: 0,
    status: 0,
    connectDurationMs: undefined,
    tlsDurationMs: undefined,
  };
}

function readOutcome(request: K6Request, target: InvocationTarget): AnswerReading {
  const { errorCode, error, status } = request;
  if (errorCode === requestTimeout) {
    return { ...nothingTold, outcome: 'timedOut', error: `Client: no answer in ${target.timeoutMs} ms` };
  }
  // Codes from 1400 up only repeat the status.
  const isBroken = status === 0 || (errorCode !== 0 && errorCode < 1400);
  if (isBroken) return { ...nothingTold, outcome: 'failed', error: `K6-${errorCode}: ${error}` };
  return readAnswer(toAnswer(request), target);
}

function toAnswer({ status, answer }: K6Request): Answer {
  const headers = new Map(
    Object.entries(answer?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    status,
    header: (name) => headers.get(name),
    bodyLength: Buffer.byteLength(answer?.body ?? ''),
    body: () => Buffer.from(answer?.body ?? ''),
  };
}
