import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  InvokeCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

/** What the platform draws next. */
let draw = 0.5;
const shared = sharePlatform({ random: () => draw });
beforeAll(async () => {
  await createFunction(shared.client, 'f', {
    source: 'exports.handler = async (event, context) => context.invokedFunctionArn',
    Publish: true,
  });
  await shared.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'f', Timeout: 9 }));
  await shared.client.send(new PublishVersionCommand({ FunctionName: 'f' }));
});

const arn = (qualified: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${qualified}`;
const prod = { FunctionName: 'f', Name: 'prod' };
const executedVersion = async (): Promise<string | undefined> =>
  (await shared.client.send(new InvokeCommand({ FunctionName: 'f', Qualifier: 'prod' }))).ExecutedVersion;

describe('an alias', () => {
  it('is created for a version', async () => {
    const fields = { FunctionVersion: '1', Description: 'what customers get' };
    const { RevisionId, ...created } = await shared.client.send(
      new CreateAliasCommand({ ...prod, ...fields }),
    );
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      AliasArn: arn('f:prod'),
      Name: 'prod',
      ...fields,
    });
    expect(created.RoutingConfig).toBeUndefined();
    expect(await shared.client.send(new GetAliasCommand(prod))).toMatchObject({ ...fields, RevisionId });
  });

  it.each([
    ['its name behind that of the function', 'f:prod', {}],
    ['an ARN', arn('f:prod'), {}],
    ['a qualifier', 'f', { Qualifier: 'prod' }],
  ])('is called by %s', async (_, name, fields) => {
    const answer = await shared.client.send(new InvokeCommand({ FunctionName: name, ...fields }));
    expect(answer.ExecutedVersion).toBe('1');
    expect(answer.Payload?.transformToString()).toBe(JSON.stringify(arn('f:prod')));
  });

  it('is what GetFunction tells of its version', async () => {
    const { Configuration } = await shared.client.send(
      new GetFunctionCommand({ FunctionName: 'f', Qualifier: 'prod' }),
    );
    expect(Configuration).toMatchObject({ FunctionArn: arn('f:prod'), Version: '1', Timeout: 20 });
  });

  it('shares its invocations out between two versions', async () => {
    const RoutingConfig = { AdditionalVersionWeights: { 2: 0.3 } };
    const updated = await shared.client.send(new UpdateAliasCommand({ ...prod, RoutingConfig }));
    expect(updated).toMatchObject({ FunctionVersion: '1', Description: 'what customers get', RoutingConfig });
    draw = 0.29;
    expect(await executedVersion()).toBe('2');
    draw = 0.31;
    expect(await executedVersion()).toBe('1');
  });

  it('moves to another version, for one who knows its revision', async () => {
    const change = { ...prod, FunctionVersion: '2', RoutingConfig: { AdditionalVersionWeights: {} } };
    await expect(
      shared.client.send(new UpdateAliasCommand({ ...change, RevisionId: 'of-another' })),
    ).rejects.toMatchObject({ name: 'PreconditionFailedException', $metadata: { httpStatusCode: 412 } });
    const { RevisionId } = await shared.client.send(new GetAliasCommand(prod));
    const updated = await shared.client.send(new UpdateAliasCommand({ ...change, RevisionId }));
    expect(updated.RoutingConfig).toBeUndefined();
    expect(await executedVersion()).toBe('2');
  });

  it('is listed, of a version on demand, a page at a time', async () => {
    await shared.client.send(
      new CreateAliasCommand({ FunctionName: 'f', Name: 'dev', FunctionVersion: '$LATEST' }),
    );
    const list = async (fields: object): Promise<unknown> => {
      const { Aliases = [], NextMarker } = await shared.client.send(
        new ListAliasesCommand({ FunctionName: 'f', ...fields }),
      );
      return [Aliases.map(({ Name }) => Name), NextMarker !== undefined];
    };
    expect(await list({})).toEqual([['dev', 'prod'], false]);
    expect(await list({ MaxItems: 1 })).toEqual([['dev'], true]);
    expect(await list({ FunctionVersion: '2' })).toEqual([['prod'], false]);
  });

  it('keeps its version from being deleted, until it is deleted itself', async () => {
    const second = new DeleteFunctionCommand({ FunctionName: 'f', Qualifier: '2' });
    await expect(shared.client.send(second)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      $metadata: { httpStatusCode: 409 },
    });
    expect((await shared.client.send(new DeleteAliasCommand(prod))).$metadata.httpStatusCode).toBe(204);
    await shared.client.send(second);
    await expect(invoke(shared.client, 'f:prod')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arn('f:prod')}`,
    });
  });
});

describe('an alias is refused', () => {
  const bad = { FunctionName: 'f', Name: 'bad', FunctionVersion: '1' };
  const weigh = (weights: Record<string, number>): object => ({
    RoutingConfig: { AdditionalVersionWeights: weights },
  });

  it.each<[string, object, string]>([
    ['with a number for a name', { Name: '12' }, 'InvalidParameterValueException'],
    ['with a name that is none', { Name: 'a b' }, 'InvalidParameterValueException'],
    ['of a version that is not there', { FunctionVersion: '9' }, 'ResourceNotFoundException'],
    ['with a share for a version that is not there', weigh({ 9: 0.5 }), 'ResourceNotFoundException'],
    ['with a share of more than everything', weigh({ 2: 1.1 }), 'InvalidParameterValueException'],
    ['with a share for its own version', weigh({ 1: 0.5 }), 'InvalidParameterValueException'],
    ['with three versions', weigh({ 2: 0.1, 3: 0.1 }), 'InvalidParameterValueException'],
    [
      'with a share beside what is not published',
      { FunctionVersion: '$LATEST', ...weigh({ 1: 0.5 }) },
      'InvalidParameterValueException',
    ],
    ['without a version', { FunctionVersion: undefined }, 'InvalidParameterValueException'],
    ['of an absent function', { FunctionName: 'absent' }, 'ResourceNotFoundException'],
    ['of a version as if it were a function', { FunctionName: 'f:1' }, 'InvalidParameterValueException'],
    ['that is there already', { Name: 'dev' }, 'ResourceConflictException'],
  ])('%s', async (_, fields, name) => {
    await expect(shared.client.send(new CreateAliasCommand({ ...bad, ...fields }))).rejects.toMatchObject({
      name,
    });
  });

  it('when it is not there', async () => {
    const absent = { FunctionName: 'f', Name: 'absent' };
    const gone = { name: 'ResourceNotFoundException', message: `Cannot find alias arn: ${arn('f:absent')}` };
    await expect(shared.client.send(new GetAliasCommand(absent))).rejects.toMatchObject(gone);
    await expect(shared.client.send(new UpdateAliasCommand(absent))).rejects.toMatchObject(gone);
  });
});
