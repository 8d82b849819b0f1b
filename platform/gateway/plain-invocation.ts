/**
 * An invocation by the plain route, whoever speaks HTTP for it: the body in, the function's JSON out, the measurements
 * in `x-faas-*` headers. This is the route for load, and every microsecond here is one that a benchmark sees: payloads
 * pass through unread.
 */
import { randomUUID } from 'node:crypto';
import { quotas } from '../control/quotas.ts';
import type { InvocationOutcome, InvocationResult } from '../instances/invocation.ts';
import type { DispatchResult } from '../instances/live-fleet.ts';
import type { ResponseSink } from '../runtime/response-sink.ts';
import type { GatewayContext } from './gateway-context.ts';
import { toRetryAfterSeconds } from './retry-after.ts';

export const plainPrefix = '/function/';

const emptyEvent = Buffer.from('{}');

const statusOf: Readonly<Record<InvocationOutcome, number>> = {
  ok: 200,
  failed: 502,
  timedOut: 504,
  notStarted: 503,
};

export interface PlainCall {
  /** As it came, with a query or not. */
  readonly url: string;
  readonly method: string;
  readonly body: Buffer | 'tooLarge';
  /** Takes a streamed answer. */
  readonly responseSink: ResponseSink;
  readonly requestId: string;
}

/** Name and value. */
export type HeaderField = readonly [string, string];

export interface PlainAnswer {
  readonly status: number;
  readonly payload: Buffer;
  /** Beside the content type, which is JSON, and the length. Names in lower case. */
  readonly headers: readonly HeaderField[];
  /** What measures the invocation: trailers of an answer that was streamed. */
  readonly measurements: readonly HeaderField[];
  /** The function failed after it had begun to stream. */
  readonly isFailure: boolean;
}

/** UUID. In one piece: `randomUUID` gives twenty, and all of them live for as long as anybody remembers the invocation. */
export function createRequestId(): string {
  return Buffer.from(randomUUID(), 'latin1').toString('latin1');
}

export async function invokePlainly(call: PlainCall, context: GatewayContext): Promise<PlainAnswer> {
  const { url, method, body } = call;
  const end = url.indexOf('?');
  const name = url.slice(plainPrefix.length, end === -1 ? undefined : end);
  if (method !== 'POST' && method !== 'GET') {
    return refuse(call, 405, 'MethodNotAllowed', `${method}: use POST or GET`);
  }
  if (body === 'tooLarge') {
    return refuse(call, 413, 'RequestTooLarge', `an event may have ${quotas.syncPayloadBytes} bytes`);
  }
  const found = context.registry.find(name);
  if (found === undefined) return refuse(call, 404, 'FunctionNotFound', `no function ${name}`);
  const dispatched = await context.dispatcher.dispatch(found.latest.runner, {
    requestId: call.requestId,
    payload: body.length === 0 ? emptyEvent : body,
    wantsLogTail: false,
    responseSink: call.responseSink,
  });
  return toAnswer(call, dispatched);
}

function toAnswer(call: PlainCall, dispatched: DispatchResult): PlainAnswer {
  switch (dispatched.kind) {
    case 'throttled':
      return refuse(call, 429, dispatched.reason, 'Rate Exceeded.', [
        ['retry-after', String(toRetryAfterSeconds(dispatched.waitMs))],
      ]);
    case 'refused':
      return refuse(call, 503, dispatched.reason, 'no memory left for another instance');
    case 'invoked': {
      const { result } = dispatched;
      return {
        status: statusOf[result.outcome],
        payload: result.payload,
        headers: [
          ['x-faas-request-id', call.requestId],
          ['x-faas-start', dispatched.start],
        ],
        measurements: toMeasurements(result),
        isFailure: result.errorType !== undefined,
      };
    }
  }
}

function refuse(
  { requestId }: PlainCall,
  status: number,
  errorType: string,
  errorMessage: string,
  headers: readonly HeaderField[] = [],
): PlainAnswer {
  return {
    status,
    payload: Buffer.from(JSON.stringify({ errorType, errorMessage })),
    headers: [['x-faas-request-id', requestId], ['x-faas-error-type', errorType], ...headers],
    measurements: [],
    isFailure: true,
  };
}

function toMeasurements(result: InvocationResult): HeaderField[] {
  const fields: HeaderField[] = [
    ['x-faas-duration-ms', result.durationMs.toFixed(2)],
    ['x-faas-billed-duration-ms', String(result.billedDurationMs)],
  ];
  if (result.maxMemoryUsedMiB !== undefined) {
    fields.push(['x-faas-max-memory-used-mib', String(result.maxMemoryUsedMiB)]);
  }
  if (result.initDurationMs !== undefined) {
    fields.push(['x-faas-init-duration-ms', result.initDurationMs.toFixed(2)]);
  }
  if (result.errorType !== undefined) fields.push(['x-faas-error-type', result.errorType]);
  return fields;
}
