import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const folder = await mkdtemp(join(tmpdir(), 'faasmark-told-'));
const told = join(folder, 'told');
await writeFile(told, '');
const shared = sharePlatform({ hardened: false });
beforeAll(async () => {
  await createFunction(shared.client, 'f', {
    source: `
      exports.handler = async ({ fails }) => {
        if (fails) throw new Error('as told');
        return 'done';
      };`,
    Publish: true,
  });
  await shared.client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'prod', FunctionVersion: '1' }));
  await createFunction(shared.client, 'hears', {
    source: `
      const { appendFileSync } = require('node:fs');
      exports.handler = async (event) => appendFileSync(process.env.TOLD, JSON.stringify(event) + '\\n');`,
    Environment: { Variables: { TOLD: told } },
  });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const arn = (qualified: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${qualified}`;
const name = { FunctionName: 'f' };
const alias = { ...name, Qualifier: 'prod' };

describe('a configuration for events', () => {
  it('is what was put, for the function or for one qualifier', async () => {
    const put = await shared.client.send(
      new PutFunctionEventInvokeConfigCommand({ ...name, MaximumRetryAttempts: 1 }),
    );
    expect(put).toMatchObject({ FunctionArn: arn('f:$LATEST'), MaximumRetryAttempts: 1 });
    expect(put.MaximumEventAgeInSeconds).toBeUndefined();
    expect(Math.abs(Date.now() - (put.LastModified?.getTime() ?? 0))).toBeLessThan(60_000);
    await shared.client.send(
      new PutFunctionEventInvokeConfigCommand({ ...alias, MaximumEventAgeInSeconds: 60 }),
    );
    expect(await shared.client.send(new GetFunctionEventInvokeConfigCommand(alias))).toMatchObject({
      FunctionArn: arn('f:prod'),
      MaximumEventAgeInSeconds: 60,
    });
  });

  it('is replaced by Put, and changed by Update', async () => {
    const updated = await shared.client.send(
      new UpdateFunctionEventInvokeConfigCommand({ ...name, MaximumEventAgeInSeconds: 120 }),
    );
    expect(updated).toMatchObject({ MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 120 });
    const replaced = await shared.client.send(
      new PutFunctionEventInvokeConfigCommand({ ...name, MaximumRetryAttempts: 0 }),
    );
    expect(replaced.MaximumEventAgeInSeconds).toBeUndefined();
  });

  it('is listed with those of the same function', async () => {
    const { FunctionEventInvokeConfigs = [] } = await shared.client.send(
      new ListFunctionEventInvokeConfigsCommand(name),
    );
    expect(FunctionEventInvokeConfigs.map(({ FunctionArn }) => FunctionArn)).toEqual(
      ['f:$LATEST', 'f:prod'].map(arn),
    );
  });

  it('is gone when it, or its alias, is deleted', async () => {
    const deleted = await shared.client.send(new DeleteFunctionEventInvokeConfigCommand(name));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await shared.client.send(new DeleteAliasCommand({ ...name, Name: 'prod' }));
    const { FunctionEventInvokeConfigs } = await shared.client.send(
      new ListFunctionEventInvokeConfigsCommand(name),
    );
    expect(FunctionEventInvokeConfigs).toEqual([]);
    const gone = {
      name: 'ResourceNotFoundException',
      message: `The function ${arn('f:$LATEST')} doesn't have an EventInvokeConfig`,
      $metadata: { httpStatusCode: 404 },
    };
    await expect(shared.client.send(new GetFunctionEventInvokeConfigCommand(name))).rejects.toMatchObject(
      gone,
    );
    await expect(shared.client.send(new DeleteFunctionEventInvokeConfigCommand(name))).rejects.toMatchObject(
      gone,
    );
    const change = { ...name, MaximumRetryAttempts: 0 };
    await expect(
      shared.client.send(new UpdateFunctionEventInvokeConfigCommand(change)),
    ).rejects.toMatchObject(gone);
  });

  it.each<[string, object, string]>([
    ['for a version that is not there', { Qualifier: '9' }, 'ResourceNotFoundException'],
    ['with three retries', { MaximumRetryAttempts: 3 }, 'InvalidParameterValueException'],
    [
      'with a queue to tell',
      { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } } },
      'InvalidParameterValueException',
    ],
    [
      'with a function to tell that is not there',
      { DestinationConfig: { OnFailure: { Destination: arn('absent') } } },
      'InvalidParameterValueException',
    ],
  ])('is refused %s', async (_, fields, error) => {
    const command = new PutFunctionEventInvokeConfigCommand({ ...name, MaximumRetryAttempts: 1, ...fields });
    await expect(shared.client.send(command)).rejects.toMatchObject({ name: error });
  });
});

describe('a destination', () => {
  beforeAll(() =>
    shared.client.send(
      new PutFunctionEventInvokeConfigCommand({
        ...name,
        MaximumRetryAttempts: 0,
        DestinationConfig: {
          OnSuccess: { Destination: arn('hears') },
          OnFailure: { Destination: arn('hears') },
        },
      }),
    ),
  );

  /** Records that the destination has got, when there are so many. */
  const listen = (count: number): Promise<unknown[]> =>
    eventually(
      async () => {
        const lines = (await readFile(told, 'utf8')).split('\n').slice(0, -1);
        return lines.map((line) => JSON.parse(line) as unknown);
      },
      (records) => records.length >= count,
    );

  it('hears of success, of failure without retries, and of a function that is switched off', async () => {
    await invoke(shared.client, 'f', { number: 1 }, { InvocationType: 'Event' });
    expect(await listen(1)).toEqual([
      expect.objectContaining({
        requestContext: expect.objectContaining({
          functionArn: arn('f:$LATEST'),
          condition: 'Success',
          approximateInvokeCount: 1,
        }),
        requestPayload: { number: 1 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST' },
        responsePayload: 'done',
      }),
    ]);
    await invoke(shared.client, 'f', { fails: true }, { InvocationType: 'Event' });
    expect((await listen(2))[1]).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1 },
      responseContext: { functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'as told' },
    });
    await shared.client.send(new PutFunctionConcurrencyCommand({ ...name, ReservedConcurrentExecutions: 0 }));
    await invoke(shared.client, 'f', { number: 3 }, { InvocationType: 'Event' });
    expect((await listen(3))[2]).toMatchObject({
      requestContext: { condition: 'ZeroReservedConcurrency', approximateInvokeCount: 0 },
      requestPayload: { number: 3 },
    });
  });
});
