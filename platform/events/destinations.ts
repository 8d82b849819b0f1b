/** Tells another function what became of an event. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { EventInvokeConfig } from '../control/event-invoke-config.ts';
import { parseFunctionReference } from '../control/function-name.ts';
import { quotas } from '../control/quotas.ts';
import type { AsyncQueue } from './async-queue.ts';
import { toDestinationRecord } from './destination-record.ts';
import type { FinishedEvent } from './queued-event.ts';

export interface DestinationsOptions {
  readonly clock: Clock;
  /** What holds for the events of a function, by the qualifier of the call. */
  configOf(functionName: string, qualifier: string | undefined): EventInvokeConfig | undefined;
  readonly log: (line: string) => void;
}

/** @returns what is to be called for each event that is over. */
export function createDestinations(
  options: DestinationsOptions,
): (event: FinishedEvent, queue: Pick<AsyncQueue, 'pass'>) => void {
  return (event, queue) => {
    const { functionName, invocation, end } = event;
    const config = options.configOf(functionName, invocation.qualifier);
    const arn = end === 'done' ? config?.onSuccess : config?.onFailure;
    const record = arn === undefined ? undefined : toDestinationRecord(event, options.clock.epochMs());
    if (arn === undefined || record === undefined) return;
    const payload = Buffer.from(JSON.stringify(record));
    if (payload.length > quotas.asyncPayloadBytes) {
      options.log(`event ${invocation.requestId} for ${functionName}: its record is too large for ${arn}`);
      return;
    }
    const { name, qualifier } = parseFunctionReference(arn);
    queue.pass(name, { requestId: randomUUID(), qualifier, payload, wantsLogTail: false });
  };
}
