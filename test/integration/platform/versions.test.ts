import {
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  paginateListVersionsByFunction,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { readMetric } from '../../support/platform-pages.ts';
import { zipFiles } from '../../support/zip-files.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();

const arn = (qualified: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${qualified}`;
const toSource = (answer: string): string => `
  exports.handler = async (event, context) => ({
    answer: '${answer}',
    mode: process.env.MODE,
    version: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    contextVersion: context.functionVersion,
    logStream: context.logStreamName,
    arn: context.invokedFunctionArn,
  });`;
const zip = (answer: string): Promise<Buffer> => zipFiles({ 'index.cjs': toSource(answer) });
const tail = { LogType: 'Tail' } as const;

describe('a version', () => {
  const name = { FunctionName: 'f' };
  beforeAll(() =>
    createFunction(shared.client, 'f', {
      source: toSource('one'),
      Environment: { Variables: { MODE: 'first' } },
    }),
  );

  it('is published of what is current', async () => {
    const { CodeSha256 } = await shared.client.send(new GetFunctionConfigurationCommand(name));
    const published = await shared.client.send(
      new PublishVersionCommand({ ...name, Description: 'the first', CodeSha256 }),
    );
    expect(published).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      FunctionName: 'f',
      FunctionArn: arn('f:1'),
      Version: '1',
      Description: 'the first',
      CodeSha256,
      State: 'Active',
    });
    await waitUntilPublishedVersionActive(
      { client: shared.client, maxWaitTime: 10 },
      { ...name, Qualifier: '1' },
    );
  });

  it('is the same again while nothing has changed', async () => {
    expect(await shared.client.send(new PublishVersionCommand(name))).toMatchObject({
      Version: '1',
      Description: 'the first',
    });
  });

  it('stays as it is when its function changes', async () => {
    await shared.client.send(
      new UpdateFunctionConfigurationCommand({ ...name, Environment: { Variables: { MODE: 'second' } } }),
    );
    await shared.client.send(new UpdateFunctionCodeCommand({ ...name, ZipFile: await zip('two') }));
    expect((await invoke(shared.client, 'f')).payload).toMatchObject({ answer: 'two', mode: 'second' });
    expect((await invoke(shared.client, 'f', {}, { Qualifier: '1' })).payload).toMatchObject({
      answer: 'one',
      mode: 'first',
    });
    const { Configuration } = await shared.client.send(new GetFunctionCommand({ ...name, Qualifier: '1' }));
    expect(Configuration).toMatchObject({
      FunctionArn: arn('f:1'),
      Environment: { Variables: { MODE: 'first' } },
    });
  });

  it.each([
    ['its number', 'f', { Qualifier: '1' }, '1', 'f:1'],
    ['a name that ends with it', 'f:1', {}, '1', 'f:1'],
    ['an ARN that ends with it', arn('f:1'), { Qualifier: '1' }, '1', 'f:1'],
    ['$LATEST', 'f', { Qualifier: '$LATEST' }, '$LATEST', 'f:$LATEST'],
    ['nothing', 'f', {}, '$LATEST', 'f'],
  ])('by %s is told to the function, the log and the caller', async (_, called, fields, version, invoked) => {
    const answer = await shared.client.send(new InvokeCommand({ FunctionName: called, ...fields, ...tail }));
    expect(answer.ExecutedVersion).toBe(version);
    expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toMatchObject({
      version,
      contextVersion: version,
      logStream: expect.stringContaining(`[${version}]`),
      arn: arn(invoked),
    });
    const log = Buffer.from(answer.LogResult ?? '', 'base64').toString();
    expect(log).toContain(` Version: ${version}\n`);
  });

  it('is invoked asynchronously', async () => {
    await createFunction(shared.client, 'event', {
      source: "exports.handler = async () => { throw new Error('no') }",
    });
    await shared.client.send(new PublishVersionCommand({ FunctionName: 'event' }));
    await shared.client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'event', ZipFile: await zip('works') }),
    );
    await invoke(shared.client, 'event:1', {}, { InvocationType: 'Event' });
    const series = 'faas_invocations_total{function="event",outcome="failed"}';
    expect(
      await eventually(
        () => readMetric(shared.endpoint, series),
        (count) => count === 1,
      ),
    ).toBe(1);
  });

  it('comes with new code when that is wanted', async () => {
    const updated = await shared.client.send(
      new UpdateFunctionCodeCommand({ ...name, ZipFile: await zip('three'), Publish: true }),
    );
    expect(updated).toMatchObject({ Version: '2', FunctionArn: arn('f:2') });
    expect((await invoke(shared.client, 'f:2')).payload).toMatchObject({ answer: 'three', mode: 'second' });
  });

  it('comes with a new function when that is wanted', async () => {
    await createFunction(shared.client, 'at-once', { Publish: true });
    expect((await invoke(shared.client, 'at-once:1', { a: 1 })).payload).toEqual({ a: 1 });
  });

  it('is listed behind what is current, a page at a time', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const { Versions = [] } of paginateListVersionsByFunction(
      { client: shared.client, pageSize: 2 },
      { ...name },
    )) {
      pages.push(Versions.map(({ FunctionArn }) => FunctionArn));
    }
    expect(pages).toEqual([[arn('f:$LATEST'), arn('f:1')], [arn('f:2')]]);
    const { Functions = [] } = await shared.client.send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }));
    expect(Functions.map(({ FunctionArn }) => FunctionArn)).toEqual(
      ['at-once:$LATEST', 'at-once:1', 'event:$LATEST', 'event:1', 'f:$LATEST', 'f:1', 'f:2'].map(arn),
    );
  });

  it('is deleted alone, and its number is not given again', async () => {
    await shared.client.send(new DeleteFunctionCommand({ ...name, Qualifier: '2' }));
    await expect(invoke(shared.client, 'f:2')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await invoke(shared.client, 'f:1')).payload).toMatchObject({ answer: 'one' });
    expect((await shared.client.send(new PublishVersionCommand(name))).Version).toBe('3');
  });

  it('is gone with its function, and a new one begins with 1', async () => {
    await shared.client.send(new DeleteFunctionCommand(name));
    await expect(invoke(shared.client, 'f:1')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await createFunction(shared.client, 'f', { Publish: true });
    const { Versions = [] } = await shared.client.send(new ListVersionsByFunctionCommand(name));
    expect(Versions.map(({ Version }) => Version)).toEqual(['$LATEST', '1']);
  });
});

describe('refused is', () => {
  const name = { FunctionName: 'refusing' };
  const anyZip = { ZipFile: Buffer.from('zip') };
  beforeAll(() => createFunction(shared.client, 'refusing', { Publish: true }));

  it.each<[string, () => Promise<unknown>, string, number]>([
    [
      'a version of other code',
      () => shared.client.send(new PublishVersionCommand({ ...name, CodeSha256: 'other' })),
      'InvalidParameterValueException',
      400,
    ],
    [
      'a version of another revision',
      () => shared.client.send(new PublishVersionCommand({ ...name, RevisionId: 'other' })),
      'PreconditionFailedException',
      412,
    ],
    [
      'a version of a function that is not there',
      () => shared.client.send(new PublishVersionCommand({ FunctionName: 'absent' })),
      'ResourceNotFoundException',
      404,
    ],
    [
      'to get a version that is not there',
      () => shared.client.send(new GetFunctionCommand({ ...name, Qualifier: '9' })),
      'ResourceNotFoundException',
      404,
    ],
    [
      'to delete a version that is not there',
      () => shared.client.send(new DeleteFunctionCommand({ ...name, Qualifier: '9' })),
      'ResourceNotFoundException',
      404,
    ],
    [
      'to delete what is current alone',
      () => shared.client.send(new DeleteFunctionCommand({ ...name, Qualifier: '$LATEST' })),
      'InvalidParameterValueException',
      400,
    ],
    [
      'to change the code of a version',
      () => shared.client.send(new UpdateFunctionCodeCommand({ FunctionName: 'refusing:1', ...anyZip })),
      'InvalidParameterValueException',
      400,
    ],
    [
      'to change the configuration of a version',
      () => shared.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'refusing:1' })),
      'InvalidParameterValueException',
      400,
    ],
    [
      'a name that says another version than its qualifier',
      () => invoke(shared.client, 'refusing:1', {}, { Qualifier: '2' }),
      'InvalidParameterValueException',
      400,
    ],
  ])('%s', async (_, act, error, status) => {
    await expect(act()).rejects.toMatchObject({ name: error, $metadata: { httpStatusCode: status } });
  });
});
