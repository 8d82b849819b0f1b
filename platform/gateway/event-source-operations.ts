/** The operations on event source mappings: queues whose messages are brought to functions. */
import { type FunctionReference, parseFunctionReference } from '../control/function-name.ts';
import { accountId, toFunctionArn } from '../control/function-revision.ts';
import { LambdaError } from '../control/lambda-error.ts';
import type { Fields } from '../control/read-settings.ts';
import { type EventSource, readEventSource } from '../queues/event-source.ts';
import { parseQueueArn, toQueueArn } from '../queues/queue-name.ts';
import { region } from '../runtime/environment.ts';
import { answer, type LambdaCall, type Operations, readFields, readText } from './lambda-call.ts';
import { toPage } from './paging.ts';

export const eventSourceOperations: Operations = {
  async 'POST /2015-03-31/event-source-mappings'(call) {
    const fields = await readFields(call);
    const target = parseFunctionReference(readText(fields, 'FunctionName') ?? '');
    const queue = readSource(call, fields);
    const settings = readEventSource(fields);
    demandTime(call, queue, target);
    const source = call.context.events.sources.create(queue, target, settings);
    await save(call, `queue ${queue} is brought to function ${target.name}`);
    answer(call, 202, toWire(source));
  },
  'GET /2015-03-31/event-source-mappings'(call) {
    const name = call.query.get('FunctionName');
    const target = name === null ? undefined : parseFunctionReference(name);
    const arn = call.query.get('EventSourceArn');
    const sources = call.context.events.sources
      .list()
      .filter(
        (source) =>
          (target === undefined || source.target.name === target.name) &&
          (arn === null || toQueueArn(source.queue) === arn),
      );
    const { items, marker } = toPage(sources, ({ id }) => id, call.query);
    answer(call, 200, { EventSourceMappings: items.map((source) => toWire(source)), NextMarker: marker });
  },
  'GET /2015-03-31/event-source-mappings/{id}'(call) {
    answer(call, 200, toWire(call.context.events.sources.get(readId(call))));
  },
  async 'PUT /2015-03-31/event-source-mappings/{id}'(call) {
    const fields = await readFields(call);
    const { sources } = call.context.events;
    const current = sources.get(readId(call));
    const name = readText(fields, 'FunctionName');
    const target = name === undefined ? undefined : parseFunctionReference(name);
    const settings = readEventSource(fields, current.settings);
    if (target !== undefined) demandTime(call, current.queue, target);
    const source = sources.change(current.id, settings, target);
    await save(call, `queue ${source.queue} is brought to function ${source.target.name} in another way`);
    answer(call, 202, toWire(source));
  },
  async 'DELETE /2015-03-31/event-source-mappings/{id}'(call) {
    const source = call.context.events.sources.delete(readId(call));
    await save(call, `queue ${source.queue} is no longer brought to function ${source.target.name}`);
    answer(call, 202, { ...toWire(source), State: 'Deleting' });
  },
};

function readId({ parameters }: LambdaCall): string {
  return parameters['id'] ?? '';
}

async function save({ context }: LambdaCall, line: string): Promise<void> {
  await context.events.commit();
  context.log(line);
}

/** @returns the name of the queue. @throws LambdaError for any other source. */
function readSource({ context }: LambdaCall, fields: Fields): string {
  const arn = readText(fields, 'EventSourceArn') ?? '';
  const queue = parseQueueArn(arn);
  if (queue !== undefined && context.events.queues.find(queue) !== undefined) return queue;
  throw new LambdaError(
    'InvalidParameterValueException',
    `EventSourceArn '${arn}' is no queue of this platform: expected ${toQueueArn('NAME')}`,
  );
}

/** While a function may still work on a message, nobody else must get it. @throws LambdaError */
function demandTime({ context }: LambdaCall, queue: string, target: FunctionReference): void {
  const { timeoutSeconds } = context.registry.resolve(target).revision.settings;
  const hiddenSeconds = context.events.queues.find(queue)?.settings.visibilityTimeoutSeconds ?? Infinity;
  if (hiddenSeconds >= timeoutSeconds) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `Queue visibility timeout: ${hiddenSeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
  );
}

function toWire({ id, queue, target, settings, modifiedEpochMs }: EventSource): Record<string, unknown> {
  const { batchSize, windowSeconds, isEnabled, reportsFailures, maxConcurrency, filters = [] } = settings;
  return {
    UUID: id,
    EventSourceMappingArn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${id}`,
    EventSourceArn: toQueueArn(queue),
    FunctionArn: toFunctionArn(target.name, target.qualifier),
    BatchSize: batchSize,
    MaximumBatchingWindowInSeconds: windowSeconds,
    FunctionResponseTypes: reportsFailures ? ['ReportBatchItemFailures'] : [],
    ...(maxConcurrency !== undefined && { ScalingConfig: { MaximumConcurrency: maxConcurrency } }),
    ...(filters.length > 0 && { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    LastModified: modifiedEpochMs / 1000,
    State: isEnabled ? 'Enabled' : 'Disabled',
    StateTransitionReason: 'USER_INITIATED',
  };
}
