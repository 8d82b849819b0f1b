/** Tells a function or a queue what became of an event, and puts what was given up into a queue for dead letters. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { EventInvokeConfig } from '../control/event-invoke-config.ts';
import { parseFunctionReference } from '../control/function-name.ts';
import { quotas } from '../control/quotas.ts';
import { isQueueArn } from '../queues/queue-name.ts';
import type { Queues } from '../queues/queues.ts';
import type { AsyncQueue } from './async-queue.ts';
import { toDeadLetter } from './dead-letter.ts';
import { toDestinationRecord } from './destination-record.ts';
import type { FinishedEvent } from './queued-event.ts';

export interface DestinationsOptions {
  readonly clock: Clock;
  /** What holds for the events of a function, by the qualifier of the call. */
  configOf(functionName: string, qualifier: string | undefined): EventInvokeConfig | undefined;
  /** ARN of the queue that a function names in its configuration, by the qualifier of the call. */
  deadLetterArnOf(functionName: string, qualifier: string | undefined): string | undefined;
  readonly queues: Pick<Queues, 'findByArn'>;
  readonly log: (line: string) => void;
}

/** @returns what is to be called for each event that is over. */
export function createDestinations(
  options: DestinationsOptions,
): (event: FinishedEvent, queue: Pick<AsyncQueue, 'pass'>) => void {
  function fail({ invocation, functionName }: FinishedEvent, problem: string): void {
    options.log(`event ${invocation.requestId} for ${functionName}: ${problem}`);
  }

  function tell(event: FinishedEvent, arn: string, queue: Pick<AsyncQueue, 'pass'>): void {
    const record = toDestinationRecord(event, options.clock.epochMs());
    if (record === undefined) return;
    const payload = Buffer.from(JSON.stringify(record));
    if (payload.length > quotas.asyncPayloadBytes) return fail(event, `its record is too large for ${arn}`);
    if (!isQueueArn(arn)) {
      const { name, qualifier } = parseFunctionReference(arn);
      return queue.pass(name, { requestId: randomUUID(), qualifier, payload, wantsLogTail: false });
    }
    const target = options.queues.findByArn(arn);
    if (target === undefined) return fail(event, `there is no queue ${arn}`);
    target.send({ body: payload.toString('utf8'), attributes: {} });
  }

  function bury(event: FinishedEvent, arn: string): void {
    const target = options.queues.findByArn(arn);
    if (target === undefined) return fail(event, `there is no queue ${arn} for dead letters`);
    target.send(toDeadLetter(event));
  }

  return (event, queue) => {
    const { functionName, invocation, end } = event;
    const config = options.configOf(functionName, invocation.qualifier);
    const arn = end === 'done' ? config?.onSuccess : config?.onFailure;
    if (arn !== undefined) tell(event, arn, queue);
    const deadLetterArn =
      end === 'done' ? undefined : options.deadLetterArnOf(functionName, invocation.qualifier);
    if (deadLetterArn !== undefined) bury(event, deadLetterArn);
  };
}
