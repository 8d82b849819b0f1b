/**
 * What a queue for dead letters gets of an event that was given up: pure.
 * Source: docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html (November 2026).
 */
import { isRecord } from '../control/read-settings.ts';
import type { MessageContent } from '../queues/message.ts';
import type { EventEnd, FinishedEvent } from './queued-event.ts';

const longestMessage = 1024;

/** Why an event was given up that has not run, or whose last run is not to blame. */
const sentences: Readonly<Record<Exclude<EventEnd, 'done'>, string>> = {
  retriesExhausted: 'The function failed.',
  tooOld: 'The event exceeded its maximum age.',
  switchedOff: 'The reserved concurrency of the function is 0.',
  functionDeleted: 'The function was deleted.',
};

/** @returns the event as it came, with what went wrong as attributes. */
export function toDeadLetter({ invocation, end, lastRun }: FinishedEvent): MessageContent {
  const sentence = end === 'done' ? '' : sentences[end];
  const message = lastRun === undefined ? sentence : (readErrorMessage(lastRun.payload) ?? sentence);
  return {
    body: invocation.payload.toString('utf8'),
    attributes: {
      RequestID: { DataType: 'String', StringValue: invocation.requestId },
      // Of the invocation: a function that failed has been invoked.
      ErrorCode: { DataType: 'Number', StringValue: lastRun === undefined ? '429' : '200' },
      ErrorMessage: { DataType: 'String', StringValue: message.slice(0, longestMessage) },
    },
  };
}

function readErrorMessage(payload: Buffer): string | undefined {
  try {
    const answer: unknown = JSON.parse(payload.toString('utf8'));
    const message = isRecord(answer) ? answer['errorMessage'] : undefined;
    return typeof message === 'string' && message !== '' ? message : undefined;
  } catch {
    return undefined;
  }
}
