import {
  CreateAliasCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  type InvokeCommandInput,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { readMetric } from '../../support/platform-pages.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, 'f', {
    source: 'exports.handler = async (event, context) => context.tenantId ?? null',
    Publish: true,
  });
  await shared.client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));
});

describe('an invocation', () => {
  it.each<[string, Partial<InvokeCommandInput>, string]>([
    ['by the name alone', {}, '$LATEST'],
    ['by an alias', { Qualifier: 'live' }, '1'],
    ['that nobody waits for', { Qualifier: 'live', InvocationType: 'Event' }, '1'],
    ['that is only tried', { Qualifier: '1', InvocationType: 'DryRun' }, '1'],
  ])('%s says which version it runs', async (_, fields, version) => {
    const { ExecutedVersion } = await shared.client.send(new InvokeCommand({ FunctionName: 'f', ...fields }));
    expect(ExecutedVersion).toBe(version);
  });

  it('tells the function on whose behalf it is', async () => {
    expect((await invoke(shared.client, 'f', {}, { TenantId: 'blue' })).payload).toBe('blue');
    expect((await invoke(shared.client, 'f')).payload).toBeNull();
  });

  it.each<[string, Partial<InvokeCommandInput>, string]>([
    ['for a tenant whose name is none', { TenantId: 'a\tb' }, "Value 'a\tb' at 'tenantId'"],
    [
      'that shall be durable',
      { DurableExecutionName: 'd' },
      "Value 'd' at 'durableExecutionName' is not supported",
    ],
  ])('%s is refused', async (_, fields, message) => {
    await expect(invoke(shared.client, 'f', {}, fields)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
  });

  it('may be left in the older way', async () => {
    await createFunction(shared.client, 'g');
    const { Status } = await shared.client.send(
      new InvokeAsyncCommand({ FunctionName: 'g', InvokeArgs: '{"a":1}' }),
    );
    expect(Status).toBe(202);
    const done = await eventually(
      () => readMetric(shared.endpoint, 'faas_invocations_total{function="g",outcome="ok"}'),
      (count) => count === 1,
    );
    expect(done).toBe(1);
    await expect(
      shared.client.send(new InvokeAsyncCommand({ FunctionName: 'absent', InvokeArgs: '{}' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
