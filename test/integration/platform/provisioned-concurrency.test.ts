import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetProvisionedConcurrencyConfigCommand,
  type GetProvisionedConcurrencyConfigCommandOutput,
  ListProvisionedConcurrencyConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutProvisionedConcurrencyConfigCommand,
  type PutProvisionedConcurrencyConfigCommandOutput,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InstanceRecord } from '../../../platform/instances/instance-records.ts';
import { eventually } from '../../support/eventually.ts';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { listInstances, readMetric } from '../../support/platform-pages.ts';
import { findReportLine, parseReportStrictly } from '../../support/strict-report-line.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const folder = await mkdtemp(join(tmpdir(), 'faasmark-gate-'));
const shared = sharePlatform({ hardened: false });
beforeAll(async () => {
  await createFunction(shared.client, 'f', {
    source: `
      const { existsSync } = require('node:fs');
      exports.handler = ({ gate, exit }) => new Promise((resolve) => {
        if (exit) process.exit(1);
        const type = process.env.AWS_LAMBDA_INITIALIZATION_TYPE;
        const look = () => gate === undefined || existsSync(gate) ? resolve(type) : setTimeout(look, 5);
        look();
      });`,
    Publish: true,
  });
  await shared.client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const target = { FunctionName: 'f', Qualifier: 'live' };
const put = (
  count: number,
  fields: { FunctionName?: string; Qualifier?: string } = {},
): Promise<PutProvisionedConcurrencyConfigCommandOutput> =>
  shared.client.send(
    new PutProvisionedConcurrencyConfigCommand({
      ...target,
      ProvisionedConcurrentExecutions: count,
      ...fields,
    }),
  );
const get = (FunctionName = 'f', Qualifier = 'live'): Promise<GetProvisionedConcurrencyConfigCommandOutput> =>
  shared.client.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
const untilReady = (): ReturnType<typeof get> => eventually(get, ({ Status }) => Status === 'READY');
const listLive = async (): Promise<InstanceRecord[]> =>
  (await listInstances(shared.endpoint, 'f')).filter(({ removedAtEpochMs }) => removedAtEpochMs === null);

describe('provisioned concurrency', () => {
  it('has instances started before they are invoked', async () => {
    const answer = await put(2);
    expect(answer).toMatchObject({
      $metadata: { httpStatusCode: 202 },
      RequestedProvisionedConcurrentExecutions: 2,
      Status: 'IN_PROGRESS',
    });
    expect(await untilReady()).toMatchObject({
      Status: 'READY',
      AvailableProvisionedConcurrentExecutions: 2,
      AllocatedProvisionedConcurrentExecutions: 2,
    });
    const live = await listLive();
    expect(live.map(({ initializationType, invocations }) => [initializationType, invocations])).toEqual([
      ['provisioned-concurrency', 0],
      ['provisioned-concurrency', 0],
    ]);
  });

  it('answers a first invocation without an initialisation', async () => {
    const { log, payload } = await invoke(shared.client, 'f:live', {}, { LogType: 'Tail' });
    expect(payload).toBe('provisioned-concurrency');
    expect(parseReportStrictly(findReportLine(log)).initDurationMs).toBeUndefined();
    expect((await invoke(shared.client, 'f:1')).payload).toBe('provisioned-concurrency');
    expect((await invoke(shared.client, 'f')).payload).toBe('on-demand');
  });

  it('spills over to instances that are started for their invocation', async () => {
    const gate = join(folder, 'gate');
    const all = [1, 2, 3].map(() => invoke(shared.client, 'f:live', { gate }));
    await eventually(
      () => readMetric(shared.endpoint, 'faas_invocations_in_flight'),
      (count) => count === 3,
    );
    await writeFile(gate, '');
    expect((await Promise.all(all)).map(({ payload }) => String(payload)).toSorted()).toEqual([
      'on-demand',
      'provisioned-concurrency',
      'provisioned-concurrency',
    ]);
  });

  it('replaces an instance that ends', async () => {
    await invoke(shared.client, 'f:live', { exit: true });
    const live = await eventually(
      listLive,
      (records) =>
        records.filter(
          ({ initializationType, readyAtEpochMs }) =>
            initializationType === 'provisioned-concurrency' && readyAtEpochMs !== null,
        ).length === 2,
    );
    expect(live.filter(({ initializationType }) => initializationType !== 'on-demand')).toHaveLength(2);
    expect((await untilReady()).Status).toBe('READY');
  });

  it('is listed, and taken from what is left to all', async () => {
    const { ProvisionedConcurrencyConfigs } = await shared.client.send(
      new ListProvisionedConcurrencyConfigsCommand({ FunctionName: 'f' }),
    );
    expect(ProvisionedConcurrencyConfigs).toEqual([
      expect.objectContaining({
        FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:live',
        Status: 'READY',
        RequestedProvisionedConcurrentExecutions: 2,
      }),
    ]);
    const { AccountLimit } = await shared.client.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit?.UnreservedConcurrentExecutions).toBe(998);
  });

  it('follows its alias', async () => {
    await shared.client.send(
      new UpdateAliasCommand({ FunctionName: 'f', Name: 'live', Description: 'still' }),
    );
    expect((await get()).AvailableProvisionedConcurrentExecutions).toBe(2);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['for what is not published', () => put(1, { Qualifier: '$LATEST' }), 'InvalidParameterValueException'],
    ['for a version and its alias', () => put(1, { Qualifier: '1' }), 'InvalidParameterValueException'],
    ['of nothing', () => put(0), 'InvalidParameterValueException'],
    ['of more than may be taken', () => put(901), 'InvalidParameterValueException'],
    ['for an absent alias', () => put(1, { Qualifier: 'absent' }), 'ResourceNotFoundException'],
    ['for an absent function', () => put(1, { FunctionName: 'absent' }), 'ResourceNotFoundException'],
  ])('is refused %s', async (_, act, name) => {
    await expect(act()).rejects.toMatchObject({ name });
  });

  it('is at most what the function has reserved', async () => {
    await shared.client.send(
      new PutFunctionConcurrencyCommand({ FunctionName: 'f', ReservedConcurrentExecutions: 3 }),
    );
    await expect(put(4)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });

  it('ends with its configuration', async () => {
    const deleted = await shared.client.send(new DeleteProvisionedConcurrencyConfigCommand(target));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(get()).rejects.toMatchObject({ name: 'ProvisionedConcurrencyConfigNotFoundException' });
    const live = await eventually(listLive, (records) =>
      records.every(({ initializationType }) => initializationType === 'on-demand'),
    );
    expect(live.every(({ initializationType }) => initializationType === 'on-demand')).toBe(true);
  });

  it('of a function that does not initialise fails', async () => {
    await createFunction(shared.client, 'broken', { source: 'absent()', Publish: true });
    await put(1, { FunctionName: 'broken', Qualifier: '1' });
    const state = await eventually(
      () => get('broken', '1'),
      ({ Status }) => Status === 'FAILED',
    );
    expect(state).toMatchObject({ Status: 'FAILED', StatusReason: 'FUNCTION_ERROR_INIT_FAILURE' });
  });
});
