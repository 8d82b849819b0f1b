/** The operations on provisioned concurrency. */
import type { DeployedFunction } from '../control/deployed-function.ts';
import { findVersion } from '../control/deployed-function.ts';
import { toFunctionArn } from '../control/function-revision.ts';
import { LambdaError } from '../control/lambda-error.ts';
import {
  demandProvisionable,
  type ProvisionedConfig,
  sumProvisioned,
  toProvisionedVersions,
} from '../control/provisioned-concurrency.ts';
import { countUnreserved } from '../control/sum-reservations.ts';
import type { Pool } from '../instances/pool.ts';
import {
  answer,
  answerNothing,
  type LambdaCall,
  type Operations,
  readFields,
  readFunctionName,
} from './lambda-call.ts';
import { toPage } from './paging.ts';
import { readTarget, type Target } from './read-target.ts';

export const provisionedOperations: Operations = {
  async 'PUT /2019-09-30/functions/{name}/provisioned-concurrency'(call) {
    readProvisionable(call);
    const requested = readRequested((await readFields(call))['ProvisionedConcurrentExecutions']);
    const { deployed, qualifier } = readProvisionable(call);
    demandRoom(call, deployed, requested - (deployed.provisioned.get(qualifier)?.requested ?? 0));
    deployed.provisioned.set(qualifier, { requested, modifiedEpochMs: call.context.clock.epochMs() });
    await call.context.registry.save(deployed.name);
    call.context.log(`function ${deployed.name}:${qualifier} has ${requested} instances provisioned`);
    answer(call, 202, toWire(deployed, qualifier, get(deployed, qualifier)));
  },
  'GET /2019-09-30/functions/{name}/provisioned-concurrency'(call) {
    if (call.query.get('List') === 'ALL') return list(call);
    const { deployed, qualifier } = readProvisionable(call);
    answer(call, 200, toWire(deployed, qualifier, get(deployed, qualifier)));
  },
  async 'DELETE /2019-09-30/functions/{name}/provisioned-concurrency'(call) {
    const { deployed, qualifier } = readProvisionable(call);
    deployed.provisioned.delete(qualifier);
    await call.context.registry.save(deployed.name);
    answerNothing(call);
  },
};

function list(call: LambdaCall): void {
  const deployed = call.context.registry.get(readFunctionName(call));
  const { items, marker } = toPage([...deployed.provisioned], ([qualifier]) => qualifier, call.query);
  answer(call, 200, {
    ProvisionedConcurrencyConfigs: items.map(([qualifier, config]) => ({
      FunctionArn: toFunctionArn(deployed.name, qualifier),
      ...toWire(deployed, qualifier, config),
    })),
    NextMarker: marker,
  });
}

function readProvisionable(call: LambdaCall): Target {
  const { deployed, qualifier } = readTarget(call);
  return { deployed, qualifier: demandProvisionable(deployed, qualifier) };
}

function readRequested(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value;
  throw new LambdaError(
    'InvalidParameterValueException',
    `1 validation error detected: Value '${JSON.stringify(value) ?? 'null'}' at 'provisionedConcurrentExecutions' failed to satisfy constraint: ` +
      'Member must have value greater than or equal to 1',
  );
}

/** Of what the function has reserved, or of what is left to all, of which a part stays free. */
function demandRoom({ context }: LambdaCall, deployed: DeployedFunction<Pool>, more: number): void {
  const { registry, profile } = context;
  const reserved = registry.reservations.get(deployed.name);
  if (reserved !== undefined) {
    if (sumProvisioned(deployed) + more <= reserved) return;
    throw new LambdaError(
      'InvalidParameterValueException',
      `Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function [${reserved}]`,
    );
  }
  const { accountConcurrency, leastUnreserved } = profile.admission;
  if (countUnreserved(registry, accountConcurrency) - more >= leastUnreserved) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    `Specified ConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${leastUnreserved}].`,
  );
}

function get({ name, provisioned }: DeployedFunction<Pool>, qualifier: string): ProvisionedConfig {
  const config = provisioned.get(qualifier);
  if (config !== undefined) return config;
  throw new LambdaError(
    'ProvisionedConcurrencyConfigNotFoundException',
    `No Provisioned Concurrency Config found for this function: ${toFunctionArn(name, qualifier)}`,
  );
}

function toWire(
  deployed: DeployedFunction<Pool>,
  qualifier: string,
  { requested, modifiedEpochMs }: ProvisionedConfig,
): Record<string, unknown> {
  const versions = toProvisionedVersions({
    aliases: deployed.aliases,
    provisioned: new Map([[qualifier, { requested, modifiedEpochMs }]]),
  });
  const states = [...versions.keys()].map((version) => findVersion(deployed, version)?.runner.provisioned());
  const available = states.reduce((sum, state) => sum + (state?.available ?? 0), 0);
  const failure = states.find((state) => state?.failure !== undefined)?.failure;
  const isReady = available >= requested;
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: Math.min(available, requested),
    AllocatedProvisionedConcurrentExecutions: Math.min(available, requested),
    Status: isReady ? 'READY' : failure === undefined ? 'IN_PROGRESS' : 'FAILED',
    ...(!isReady && { StatusReason: failure }),
    LastModified: new Date(modifiedEpochMs).toISOString().replace('Z', '+0000'),
  };
}
