import {
  GetFunctionCommand,
  ListTagsCommand,
  PublishVersionCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, 'f', { Tags: { owner: 'test', stage: 'dev' }, Publish: true });
});

const Resource = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const list = async (): Promise<unknown> => (await shared.client.send(new ListTagsCommand({ Resource }))).Tags;

describe('the tags of a function', () => {
  it('are those it was created with', async () => {
    expect(await list()).toEqual({ owner: 'test', stage: 'dev' });
  });

  it('are added and replaced', async () => {
    const Tags = { stage: 'prod', 'cost center': 'ä=1' };
    const tagged = await shared.client.send(new TagResourceCommand({ Resource, Tags }));
    expect(tagged.$metadata.httpStatusCode).toBe(204);
    expect(await list()).toEqual({ owner: 'test', ...Tags });
  });

  it('are removed by their keys, and one that is not there is no matter', async () => {
    const TagKeys = ['owner', 'cost center', 'absent'];
    const untagged = await shared.client.send(new UntagResourceCommand({ Resource, TagKeys }));
    expect(untagged.$metadata.httpStatusCode).toBe(204);
    expect(await list()).toEqual({ stage: 'prod' });
    const { Tags } = await shared.client.send(new GetFunctionCommand({ FunctionName: 'f' }));
    expect(Tags).toEqual({ stage: 'prod' });
  });

  it('are no part of what is published', async () => {
    expect((await shared.client.send(new PublishVersionCommand({ FunctionName: 'f' }))).Version).toBe('1');
  });

  it.each([
    ['of a version', `${Resource}:1`, 'InvalidParameterValueException'],
    ['of what is called by no ARN', 'f', 'InvalidParameterValueException'],
    ['of an absent function', `${Resource}f`, 'ResourceNotFoundException'],
  ])('%s are refused', async (_, resource, name) => {
    const call = { Resource: resource };
    await expect(shared.client.send(new ListTagsCommand(call))).rejects.toMatchObject({ name });
    await expect(
      shared.client.send(new TagResourceCommand({ ...call, Tags: { a: 'b' } })),
    ).rejects.toMatchObject({
      name,
    });
    await expect(
      shared.client.send(new UntagResourceCommand({ ...call, TagKeys: ['a'] })),
    ).rejects.toMatchObject({
      name,
    });
  });

  it('are 50 at most', async () => {
    const Tags = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, 'x']));
    await expect(shared.client.send(new TagResourceCommand({ Resource, Tags }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    expect(await list()).toEqual({ stage: 'prod' });
  });
});
