import { describe, expect, it } from '@jest/globals';
import type { FinishedEvent } from '../../../../platform/events/queued-event.ts';
import { toDestinationRecord } from '../../../../platform/events/destination-record.ts';

const epochMs = Date.UTC(2026, 10, 24, 8);
const event: FinishedEvent = {
  functionName: 'f',
  invocation: { requestId: 'r', payload: Buffer.from('{"a":1}'), wantsLogTail: false },
  queuedAtMs: 0,
  end: 'done',
  attempts: [],
  runs: 1,
  lastRun: { version: '$LATEST', outcome: 'ok', durationMs: 1, payload: Buffer.from('{"b":2}') },
};

describe('the record of an event', () => {
  it('that succeeded has what went in and what came out', () => {
    expect(toDestinationRecord(event, epochMs)).toEqual({
      version: '1.0',
      timestamp: '2026-11-24T08:00:00.000Z',
      requestContext: {
        requestId: 'r',
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
        condition: 'Success',
        approximateInvokeCount: 1,
      },
      requestPayload: { a: 1 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { b: 2 },
    });
  });

  it('says by which alias the function was called, and what ran', () => {
    const invocation = { ...event.invocation, qualifier: 'prod' };
    const lastRun = { version: '7', outcome: 'ok', durationMs: 1, payload: Buffer.from('no json') } as const;
    expect(toDestinationRecord({ ...event, invocation, lastRun }, epochMs)).toMatchObject({
      requestContext: { functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:prod' },
      responseContext: { executedVersion: '7' },
      responsePayload: 'no json',
    });
  });

  it.each([
    ['retriesExhausted', 'RetriesExhausted'],
    ['tooOld', 'EventAgeExceeded'],
    ['switchedOff', 'ZeroReservedConcurrency'],
  ] as const)('that ended as %s says %s', (end, condition) => {
    expect(toDestinationRecord({ ...event, end, runs: 3 }, epochMs)).toMatchObject({
      requestContext: { condition, approximateInvokeCount: 3 },
      responseContext: { functionError: 'Unhandled' },
    });
  });

  it('that never ran has no response', () => {
    const record = toDestinationRecord({ ...event, end: 'tooOld', runs: 0, lastRun: undefined }, epochMs);
    expect(Object.keys(record ?? {})).toEqual(['version', 'timestamp', 'requestContext', 'requestPayload']);
  });

  it('of a function that is gone is told to nobody', () => {
    expect(toDestinationRecord({ ...event, end: 'functionDeleted' }, epochMs)).toBeUndefined();
  });
});
