/**
 * What a function gets from a timer that was given no input of its own.
 * Source: docs.aws.amazon.com/eventbridge/latest/ref/events-ref-scheduled-events.html (November 2026).
 */
import { randomUUID } from 'node:crypto';
import { accountId } from '../control/function-revision.ts';
import { region } from '../runtime/environment.ts';

/** @param atMs - the instant for which it is, in milliseconds since the Unix epoch. */
export function toTimerEvent(timerName: string, atMs: number): Record<string, unknown> {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:events:${region}:${accountId}:rule/${timerName}`],
    detail: {},
  };
}
