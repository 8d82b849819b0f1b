/**
 * What a destination is told of an event that is over: pure.
 * Source: docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html (November 2026).
 */
import { latestVersion, toFunctionArn } from '../control/function-revision.ts';
import type { EventEnd, FinishedEvent } from './queued-event.ts';

const conditions: Readonly<Record<EventEnd, string | undefined>> = {
  done: 'Success',
  retriesExhausted: 'RetriesExhausted',
  tooOld: 'EventAgeExceeded',
  switchedOff: 'ZeroReservedConcurrency',
  // Its configuration is gone with it.
  functionDeleted: undefined,
};

/** @returns undefined when nobody is to be told. */
export function toDestinationRecord(
  { functionName, invocation, end, runs, lastRun }: FinishedEvent,
  epochMs: number,
): Record<string, unknown> | undefined {
  const condition = conditions[end];
  if (condition === undefined) return undefined;
  return {
    version: '1.0',
    timestamp: new Date(epochMs).toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: toFunctionArn(functionName, invocation.qualifier ?? latestVersion),
      condition,
      approximateInvokeCount: runs,
    },
    requestPayload: parse(invocation.payload),
    ...(lastRun !== undefined && {
      responseContext: {
        statusCode: 200,
        executedVersion: lastRun.version,
        ...(end !== 'done' && { functionError: 'Unhandled' }),
      },
      responsePayload: parse(lastRun.payload),
    }),
  };
}

/** A runtime may have answered what is no JSON: that is told as it is. */
function parse(payload: Buffer): unknown {
  const text = payload.toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
