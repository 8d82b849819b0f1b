/** The operations on how events are tried again and who hears of it. */
import type { StoredEventInvokeConfig } from '../control/deployed-function.ts';
import {
  demandDestinations,
  type EventInvokeConfig,
  readEventInvokeConfig,
  toMissingConfig,
} from '../control/event-invoke-config.ts';
import { toFunctionArn } from '../control/function-revision.ts';
import {
  answer,
  answerNothing,
  type LambdaCall,
  type Operations,
  readFields,
  readFunctionName,
  readReference,
} from './lambda-call.ts';
import { toPage } from './paging.ts';
import { readTarget, type Target } from './read-target.ts';

export const eventInvokeOperations: Operations = {
  async 'PUT /2019-09-25/functions/{name}/event-invoke-config'(call) {
    readTarget(call);
    const config = readEventInvokeConfig(await readFields(call));
    demandDeployed(call, config);
    await put(call, config);
  },
  async 'POST /2019-09-25/functions/{name}/event-invoke-config'(call) {
    readTarget(call);
    const change = readEventInvokeConfig(await readFields(call));
    const current = get(readTarget(call));
    // Not those that it keeps: their functions may be gone by now.
    demandDeployed(call, change);
    await put(call, {
      maxRetries: change.maxRetries ?? current.maxRetries,
      maxAgeSeconds: change.maxAgeSeconds ?? current.maxAgeSeconds,
      onSuccess: 'onSuccess' in change ? change.onSuccess : current.onSuccess,
      onFailure: 'onFailure' in change ? change.onFailure : current.onFailure,
    });
  },
  'GET /2019-09-25/functions/{name}/event-invoke-config'(call) {
    const target = readTarget(call);
    answer(call, 200, toWire(target.deployed.name, target.qualifier, get(target)));
  },
  async 'DELETE /2019-09-25/functions/{name}/event-invoke-config'(call) {
    const target = readTarget(call);
    get(target);
    target.deployed.eventInvokeConfigs.delete(target.qualifier);
    await call.context.registry.save(target.deployed.name);
    answerNothing(call);
  },
  'GET /2019-09-25/functions/{name}/event-invoke-config/list'(call) {
    const { name, eventInvokeConfigs } = call.context.registry.get(readFunctionName(call));
    const { items, marker } = toPage([...eventInvokeConfigs], ([qualifier]) => qualifier, call.query);
    answer(call, 200, {
      FunctionEventInvokeConfigs: items.map(([qualifier, config]) => toWire(name, qualifier, config)),
      NextMarker: marker,
    });
  },
};

function get({ deployed, qualifier }: Target): StoredEventInvokeConfig {
  const config = deployed.eventInvokeConfigs.get(qualifier);
  if (config === undefined) throw toMissingConfig(deployed.name, qualifier);
  return config;
}

function demandDeployed(call: LambdaCall, config: EventInvokeConfig): void {
  const { registry, events } = call.context;
  demandDestinations(
    readReference(call).name,
    config,
    (name) => registry.find(name) !== undefined,
    (arn) => events.queues.findByArn(arn) !== undefined,
  );
}

async function put(call: LambdaCall, config: EventInvokeConfig): Promise<void> {
  const { clock, log } = call.context;
  const { deployed, qualifier } = readTarget(call);
  const stored = { ...config, modifiedEpochMs: clock.epochMs() };
  deployed.eventInvokeConfigs.set(qualifier, stored);
  await call.context.registry.save(deployed.name);
  log(`function ${deployed.name}:${qualifier} has a configuration for events`);
  answer(call, 200, toWire(deployed.name, qualifier, stored));
}

function toWire(
  functionName: string,
  qualifier: string,
  { maxRetries, maxAgeSeconds, onSuccess, onFailure, modifiedEpochMs }: StoredEventInvokeConfig,
): Record<string, unknown> {
  return {
    LastModified: modifiedEpochMs / 1000,
    FunctionArn: toFunctionArn(functionName, qualifier),
    MaximumRetryAttempts: maxRetries,
    MaximumEventAgeInSeconds: maxAgeSeconds,
    DestinationConfig: { OnSuccess: { Destination: onSuccess }, OnFailure: { Destination: onFailure } },
  };
}
