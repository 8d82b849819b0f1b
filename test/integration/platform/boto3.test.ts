/** The Lambda API by boto3, in the order of a function's life. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Platform, startPlatform } from '../../../platform/start-platform.ts';
import { awsClientsAreMissing } from '../../support/aws-clients.ts';
import { type Boto3, startBoto3, toBase64 } from '../../support/boto3.ts';
import { eventually } from '../../support/eventually.ts';
import { role } from '../../support/lambda-client.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { zipFiles } from '../../support/zip-files.ts';

const source = (revision: string): string => `
  exports.handler = async (event, context) => {
    console.log('says ' + event.text);
    if (event.fail) throw new RangeError('as asked');
    return { revision: '${revision}', mode: process.env.MODE, custom: context.clientContext?.custom };
  };
  exports.stream = awslambda.streamifyResponse(async (event, stream) => {
    for (const piece of event.pieces) stream.write(piece);
    stream.end();
  });`;
const zip = async (revision: string): Promise<object> =>
  toBase64(await zipFiles({ 'index.cjs': source(revision) }));

describeWhereThere(awsClientsAreMissing, 'boto3', () => {
  let platform: Platform;
  let boto: Boto3;
  beforeAll(async () => {
    platform = await startPlatform();
    boto = startBoto3(platform.endpoint);
  });
  afterAll(async () => {
    await boto.close();
    await platform.close();
  });

  const FunctionName = 'life';
  const life = { FunctionName };
  const create = async (name: string, fields: object = {}): Promise<unknown> =>
    await boto.call('create_function', {
      FunctionName: name,
      Role: role,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: await zip('one') },
      ...fields,
    });
  const invoke = async (event: object, fields: object = {}): Promise<unknown> => {
    const answer = await boto.call('invoke', { ...life, Payload: JSON.stringify(event), ...fields });
    return {
      ...answer,
      Payload: answer['Payload'] === '' ? undefined : JSON.parse(String(answer['Payload'])),
    };
  };

  describe('has a function', () => {
    it('created, and waits until it is active', async () => {
      const created = await create(FunctionName, { Environment: { Variables: { MODE: 'first' } } });
      expect(created).toMatchObject({
        FunctionName,
        Version: '$LATEST',
        ResponseMetadata: { HTTPStatusCode: 201 },
      });
      for (const waiter of ['function_active_v2', 'function_exists', 'function_active']) {
        await boto.wait(waiter, life);
      }
      expect(await boto.call('get_function', life)).toMatchObject({
        Configuration: { FunctionName, State: 'Active' },
      });
    });

    it('invoked, with the tail of its log and a client context', async () => {
      const ClientContext = Buffer.from(JSON.stringify({ custom: { key: 'value' } })).toString('base64');
      const answer = await invoke({ text: 'grüße' }, { LogType: 'Tail', ClientContext });
      expect(answer).toMatchObject({
        StatusCode: 200,
        ExecutedVersion: '$LATEST',
        Payload: { revision: 'one', mode: 'first', custom: { key: 'value' } },
      });
      const { LogResult } = answer as { readonly LogResult: string };
      expect(Buffer.from(LogResult, 'base64').toString()).toContain('says grüße\n');
    });

    it('invoked to fail', async () => {
      expect(await invoke({ fail: true })).toMatchObject({
        StatusCode: 200,
        FunctionError: 'Unhandled',
        Payload: { errorType: 'RangeError', errorMessage: 'as asked' },
      });
    });

    it('invoked as an event, dry, and by the older InvokeAsync', async () => {
      expect(await invoke({}, { InvocationType: 'Event' })).toMatchObject({
        StatusCode: 202,
        Payload: undefined,
      });
      expect(await invoke({}, { InvocationType: 'DryRun' })).toMatchObject({
        StatusCode: 204,
        Payload: undefined,
      });
      expect(await boto.call('invoke_async', { ...life, InvokeArgs: '{}' })).toMatchObject({ Status: 202 });
    });

    it('changed, and waits until it is updated', async () => {
      await boto.call('update_function_code', { ...life, ZipFile: await zip('two') });
      await boto.wait('function_updated_v2', life);
      await boto.call('update_function_configuration', {
        ...life,
        Environment: { Variables: { MODE: 'second' } },
      });
      await boto.wait('function_updated', life);
      expect(await invoke({})).toMatchObject({ Payload: { revision: 'two', mode: 'second' } });
    });

    it('published, and waits for the version', async () => {
      expect(await boto.call('publish_version', life)).toMatchObject({ Version: '1' });
      await boto.wait('published_version_active', { ...life, Qualifier: '1' });
      expect(await invoke({}, { Qualifier: '1' })).toMatchObject({ ExecutedVersion: '1' });
      const pages = await boto.page('list_versions_by_function', life);
      expect(pages).toMatchObject([{ Versions: [{ Version: '$LATEST' }, { Version: '1' }] }]);
    });

    it('under an alias', async () => {
      await boto.call('create_alias', { ...life, Name: 'live', FunctionVersion: '$LATEST' });
      expect(await boto.call('update_alias', { ...life, Name: 'live', FunctionVersion: '1' })).toMatchObject({
        Name: 'live',
        FunctionVersion: '1',
      });
      expect(await invoke({}, { Qualifier: 'live' })).toMatchObject({ ExecutedVersion: '1' });
      expect(await boto.page('list_aliases', life)).toMatchObject([{ Aliases: [{ Name: 'live' }] }]);
    });

    it('provisioned with instances', async () => {
      const place = { ...life, Qualifier: 'live' };
      await boto.call('put_provisioned_concurrency_config', { ...place, ProvisionedConcurrentExecutions: 1 });
      const config = await eventually(
        async () => await boto.call('get_provisioned_concurrency_config', place),
        ({ Status }) => Status === 'READY',
      );
      expect(config).toMatchObject({ Status: 'READY', AvailableProvisionedConcurrentExecutions: 1 });
      expect(await boto.page('list_provisioned_concurrency_configs', life)).toMatchObject([
        { ProvisionedConcurrencyConfigs: [{ RequestedProvisionedConcurrentExecutions: 1 }] },
      ]);
      await boto.call('delete_provisioned_concurrency_config', place);
    });

    it('with a configuration for events', async () => {
      await boto.call('put_function_event_invoke_config', { ...life, MaximumRetryAttempts: 0 });
      await boto.call('update_function_event_invoke_config', { ...life, MaximumEventAgeInSeconds: 60 });
      expect(await boto.call('get_function_event_invoke_config', life)).toMatchObject({
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      });
      expect(await boto.page('list_function_event_invoke_configs', life)).toHaveLength(1);
      await boto.call('delete_function_event_invoke_config', life);
    });

    it('under a URL', async () => {
      const created = await boto.call('create_function_url_config', { ...life, AuthType: 'NONE' });
      const answer = await fetch(String(created['FunctionUrl']), { method: 'POST', body: '{}' });
      expect(await answer.json()).toMatchObject({ revision: 'two' });
      await boto.call('update_function_url_config', { ...life, Cors: { AllowOrigins: ['*'] } });
      expect(await boto.call('get_function_url_config', life)).toMatchObject({
        Cors: { AllowOrigins: ['*'] },
      });
      expect(await boto.page('list_function_url_configs', life)).toMatchObject([
        { FunctionUrlConfigs: [{ FunctionUrl: created['FunctionUrl'] }] },
      ]);
      await boto.call('delete_function_url_config', life);
    });

    it('with tags', async () => {
      const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:life';
      await boto.call('tag_resource', { Resource, Tags: { owner: 'test', stage: 'one' } });
      await boto.call('untag_resource', { Resource, TagKeys: ['stage'] });
      expect(await boto.call('list_tags', { Resource })).toMatchObject({ Tags: { owner: 'test' } });
    });

    it('fed by a queue', async () => {
      const { QueueUrl } = await boto.callSqs('create_queue', { QueueName: 'jobs' });
      const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:jobs';
      const { UUID } = await boto.call('create_event_source_mapping', { ...life, EventSourceArn });
      await boto.callSqs('send_message', { QueueUrl, MessageBody: '{}' });
      const left = await eventually(
        async () => await boto.callSqs('get_queue_attributes', { QueueUrl, AttributeNames: ['All'] }),
        ({ Attributes }) => isEmpty(Attributes as Record<string, string>),
      );
      expect(isEmpty(left['Attributes'] as Record<string, string>)).toBe(true);
      expect(await boto.page('list_event_source_mappings', life)).toMatchObject([
        { EventSourceMappings: [{ UUID, EventSourceArn }] },
      ]);
      expect(await boto.call('update_event_source_mapping', { UUID, BatchSize: 3 })).toMatchObject({
        BatchSize: 3,
      });
      await boto.call('delete_event_source_mapping', { UUID });
    });

    it('deleted', async () => {
      const deleted = await boto.call('delete_function', life);
      expect(deleted).toMatchObject({ ResponseMetadata: { HTTPStatusCode: 204 } });
    });
  });

  it('lists functions page by page', async () => {
    for (const name of ['page-a', 'page-b', 'page-c']) await create(name);
    const pages = await boto.page('list_functions', { PaginationConfig: { PageSize: 2 } });
    expect(pages).toMatchObject([
      { Functions: [{ FunctionName: 'page-a' }, { FunctionName: 'page-b' }] },
      { Functions: [{ FunctionName: 'page-c' }] },
    ]);
  });

  it('reads a streamed answer as it comes', async () => {
    await create('stream', { Handler: 'index.stream' });
    const { EventStream } = await boto.call('invoke_with_response_stream', {
      FunctionName: 'stream',
      Payload: JSON.stringify({ pieces: ['one ', 'two'] }),
      LogType: 'Tail',
    });
    const events = EventStream as { PayloadChunk?: { Payload: string }; InvokeComplete?: object }[];
    expect(events.map(({ PayloadChunk }) => PayloadChunk?.Payload ?? '').join('')).toBe('one two');
    expect(events.at(-1)).toEqual({ InvokeComplete: { LogResult: expect.any(String) } });
  });

  it('tries again what is throttled, as it does by default', async () => {
    await create('busy');
    const reserve = async (ReservedConcurrentExecutions: number): Promise<unknown> =>
      await boto.call('put_function_concurrency', { FunctionName: 'busy', ReservedConcurrentExecutions });
    await reserve(0);
    const answer = boto.call('invoke', { FunctionName: 'busy', Payload: '{}' });
    await eventually(countThrottles, (count) => count > 0);
    const freed = await fetch(`${platform.endpoint}/2017-10-31/functions/busy/concurrency`, {
      method: 'DELETE',
    });
    expect(freed.status).toBe(204);
    const { ResponseMetadata } = await answer;
    expect(ResponseMetadata).toMatchObject({ HTTPStatusCode: 200, RetryAttempts: expect.any(Number) });
    expect((ResponseMetadata as { RetryAttempts: number }).RetryAttempts).toBeGreaterThan(0);
  });

  it.each([
    ['ResourceNotFoundException', 404, 'get_function', { FunctionName: 'nobody' }],
    ['InvalidParameterValueException', 400, 'publish_version', { FunctionName: 'no body' }],
    ['InvalidRequestContentException', 400, 'invoke', { FunctionName: 'page-a', Payload: '{' }],
    ['PreconditionFailedException', 412, 'publish_version', { FunctionName: 'page-a', RevisionId: 'other' }],
    ['RequestTooLargeException', 413, 'invoke', { FunctionName: 'page-a', Payload: ' '.repeat(6_300_000) }],
    [
      'ProvisionedConcurrencyConfigNotFoundException',
      404,
      'get_provisioned_concurrency_config',
      { FunctionName: 'page-a', Qualifier: '1' },
    ],
  ])('throws %s (%i)', async (name, HTTPStatusCode, operation, fields) => {
    await boto.call('publish_version', { FunctionName: 'page-a' });
    expect(await boto.callToFail(operation, fields)).toMatchObject({
      name,
      isModelled: true,
      response: { Error: { Code: name, Message: expect.any(String) }, ResponseMetadata: { HTTPStatusCode } },
    });
  });

  it('throws ResourceConflictException for a function that is there', async () => {
    await expect(create('page-a')).rejects.toMatchObject({
      name: 'ResourceConflictException',
      isModelled: true,
    });
  });

  async function countThrottles(): Promise<number> {
    const page = await (await fetch(`${platform.endpoint}/metrics`)).text();
    return Number(/busy",outcome="throttled"} (\d+)$/m.exec(page)?.[1] ?? 0);
  }
});

function isEmpty(attributes: Readonly<Record<string, string>>): boolean {
  return (
    attributes['ApproximateNumberOfMessages'] === '0' &&
    attributes['ApproximateNumberOfMessagesNotVisible'] === '0'
  );
}
