import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  paginateListFunctions,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction, invoke, role } from '../../support/lambda-client.ts';
import { linkMode, zipFiles } from '../../support/zip-files.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const log: string[] = [];
const shared = sharePlatform({ log: (line) => log.push(line) });

const source = (answer: string): Promise<Buffer> =>
  zipFiles({ 'index.cjs': `exports.handler = async () => '${answer} ' + (process.env.MODE ?? 'none')` });

describe('the life of a function', () => {
  it('begins with CreateFunction, which answers what it is', async () => {
    const zip = await source('one');
    const created = await shared.client.send(
      new CreateFunctionCommand({
        FunctionName: 'life',
        Role: role,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Description: 'for a test',
        MemorySize: 192,
        Timeout: 7,
        EphemeralStorage: { Size: 1024 },
        Environment: { Variables: { MODE: 'first' } },
        Tags: { owner: 'test' },
        Code: { ZipFile: zip },
      }),
    );
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      FunctionName: 'life',
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:life',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: role,
      Description: 'for a test',
      MemorySize: 192,
      Timeout: 7,
      EphemeralStorage: { Size: 1024 },
      Environment: { Variables: { MODE: 'first' } },
      CodeSize: zip.length,
      Version: '$LATEST',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
    });
    await waitUntilFunctionActiveV2({ client: shared.client, maxWaitTime: 10 }, { FunctionName: 'life' });
    expect((await invoke(shared.client, 'life')).payload).toBe('one first');
  });

  it('is what GetFunction and GetFunctionConfiguration tell', async () => {
    const got = await shared.client.send(new GetFunctionCommand({ FunctionName: 'life' }));
    expect(got).toMatchObject({ Configuration: { FunctionName: 'life' }, Tags: { owner: 'test' } });
    const { $metadata, ...configuration } = await shared.client.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'life' }),
    );
    expect($metadata.requestId).toBeDefined();
    expect(configuration).toEqual(got.Configuration);
  });

  it('goes on with UpdateFunctionCode: the next invocation runs the new code', async () => {
    const updated = await shared.client.send(
      new UpdateFunctionCodeCommand({ FunctionName: 'life', ZipFile: await source('two') }),
    );
    await waitUntilFunctionUpdatedV2({ client: shared.client, maxWaitTime: 10 }, { FunctionName: 'life' });
    expect(updated).toMatchObject({ MemorySize: 192, LastUpdateStatus: 'Successful' });
    expect((await invoke(shared.client, 'life')).payload).toBe('two first');
  });

  it('and with UpdateFunctionConfiguration: what is not named stays', async () => {
    const updated = await shared.client.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'life',
        MemorySize: 256,
        Environment: { Variables: { MODE: 'second' } },
      }),
    );
    expect(updated).toMatchObject({ MemorySize: 256, Timeout: 7, Description: 'for a test' });
    expect((await invoke(shared.client, 'life')).payload).toBe('two second');
  });

  it('is not changed by one who knows another revision', async () => {
    const { RevisionId } = await shared.client.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'life' }),
    );
    const change = { FunctionName: 'life', Timeout: 9 };
    await expect(
      shared.client.send(new UpdateFunctionConfigurationCommand({ ...change, RevisionId: 'of-another' })),
    ).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    });
    const updated = await shared.client.send(
      new UpdateFunctionConfigurationCommand({ ...change, RevisionId }),
    );
    expect(updated.RevisionId).not.toBe(RevisionId);
  });

  it('ends with DeleteFunction', async () => {
    const deleted = await shared.client.send(new DeleteFunctionCommand({ FunctionName: 'life' }));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    const gone = {
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:life',
    };
    const name = { FunctionName: 'life' };
    await expect(shared.client.send(new GetFunctionCommand(name))).rejects.toMatchObject(gone);
    await expect(shared.client.send(new DeleteFunctionCommand(name))).rejects.toMatchObject(gone);
    await expect(shared.client.send(new UpdateFunctionConfigurationCommand(name))).rejects.toMatchObject(
      gone,
    );
  });
});

describe('ListFunctions', () => {
  const names = ['page-a', 'page-b', 'page-c', 'page-d', 'page-e'];
  beforeAll(async () => {
    for (const name of names.toReversed()) await createFunction(shared.client, name);
  });

  it('gives all of them in order of name, a page at a time', async () => {
    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListFunctions({ client: shared.client, pageSize: 2 }, {})) {
      pages.push((page.Functions ?? []).map(({ FunctionName }) => FunctionName));
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(names);
  });

  it('ends a list that fits without a marker', async () => {
    const { Functions, NextMarker } = await shared.client.send(new ListFunctionsCommand({ MaxItems: 5 }));
    expect(Functions).toHaveLength(5);
    expect(NextMarker).toBeUndefined();
  });

  it('goes on behind a marker whose function is gone', async () => {
    const { NextMarker } = await shared.client.send(new ListFunctionsCommand({ MaxItems: 2 }));
    await shared.client.send(new DeleteFunctionCommand({ FunctionName: 'page-b' }));
    const { Functions } = await shared.client.send(new ListFunctionsCommand({ Marker: NextMarker }));
    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['page-c', 'page-d', 'page-e']);
  });

  it.each([0, -1, 10_001])('refuses pages of %i', async (MaxItems) => {
    await expect(shared.client.send(new ListFunctionsCommand({ MaxItems }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });
});

describe('a function that cannot be created', () => {
  it('is named with every problem at once', async () => {
    await expect(
      createFunction(shared.client, 'bad', {
        MemorySize: 64,
        Timeout: 901,
        Role: 'me',
        Runtime: 'cobol' as 'nodejs22.x',
      }),
    ).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      $metadata: { httpStatusCode: 400 },
      message: expect.stringMatching(
        /^4 validation errors detected: .*'cobol' at 'runtime'.*'me' at 'role'.*'901' at 'timeout'.*'64' at 'memorySize'/,
      ),
    });
  });

  it.each([
    ['is no zip', Buffer.from('no zip at all'), 'Could not unzip uploaded file'],
    ['is empty', Buffer.alloc(0), 'Please provide the code as a zip archive'],
  ])('because its archive %s', async (_, ZipFile, message) => {
    await expect(createFunction(shared.client, 'bad', { Code: { ZipFile } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
  });

  it('because its archive is cut short', async () => {
    const zip = await source('x');
    const ZipFile = zip.subarray(0, zip.length - 30);
    await expect(createFunction(shared.client, 'bad', { Code: { ZipFile } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
  });

  it('because a link in its archive leads out', async () => {
    const files = { 'index.cjs': '', passwords: { content: '/etc/passwd', mode: linkMode } };
    await expect(createFunction(shared.client, 'bad', { files })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining('a path leaves the folder of the function'),
    });
  });

  it.each([
    [
      'its code is in S3',
      { Code: { S3Bucket: 'b', S3Key: 'k' } },
      'this platform reads neither S3 nor images',
    ],
    ['it wants layers', { Layers: ['arn:aws:lambda:us-east-1:1:layer:x:1'] }, "at 'layers' is not supported"],
    [
      'it wants another machine',
      { Architectures: [process.arch === 'arm64' ? 'x86_64' : 'arm64'] },
      "at 'architectures' is not supported",
    ],
    ['it sets a reserved variable', { Environment: { Variables: { AWS_REGION: 'x' } } }, 'AWS_REGION'],
  ] as const)('because %s', async (_, fields, message) => {
    await expect(createFunction(shared.client, 'bad', fields as object)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
  });

  it('because it is there already', async () => {
    await createFunction(shared.client, 'twice');
    await expect(createFunction(shared.client, 'twice')).rejects.toMatchObject({
      name: 'ResourceConflictException',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('is not there', async () => {
    await expect(shared.client.send(new GetFunctionCommand({ FunctionName: 'bad' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a path that is none of the Lambda API', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/2015-03-31/functionsandmore'],
    ['PATCH', '/2015-03-31/functions/twice'],
    ['GET', '/2015-03-31/functions/twice/policy'],
    ['POST', '/admin/health'],
  ])('is refused: %s %s', async (method, path) => {
    const answer = await fetch(`${shared.endpoint}${path}`, { method });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
  });

  it('that is wrongly encoded is the fault of who sent it', async () => {
    const answer = await fetch(`${shared.endpoint}/2015-03-31/functions/%E0%A4%A`);
    expect(answer.status).toBe(400);
  });
});

it('the platform never failed by itself', () => {
  expect(log.filter((line) => /error|could not/.test(line))).toEqual([]);
});
