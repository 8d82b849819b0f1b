import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  type CreateFunctionUrlConfigCommandInput,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  ListFunctionUrlConfigsCommand,
  UpdateFunctionUrlConfigCommand,
} from '@aws-sdk/client-lambda';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

let url: string;
let streamUrl: string;
let bufferedUrl: string;
const FunctionName = 'f';
const create = (
  fields: Partial<CreateFunctionUrlConfigCommandInput> = {},
): Promise<{ FunctionUrl?: string | undefined }> =>
  shared.client.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', ...fields }));
const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, FunctionName, {
    source: `
      exports.handler = async (event) => {
        const answer = JSON.parse(event.queryStringParameters?.answer ?? 'null');
        if (answer?.fail) throw new Error('as asked');
        return answer ?? event;
      };`,
    Publish: true,
  });
  await createFunction(shared.client, 'stream', {
    source: `
      exports.handler = awslambda.streamifyResponse(async (event, stream) => {
        if (event.rawPath === '/http') stream = awslambda.HttpResponseStream.from(stream, { statusCode: 202, headers: { 'Content-Type': 'text/x' }, cookies: ['a=1'] });
        stream.write('one ');
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (event.rawPath === '/break') throw new Error('midway');
        stream.end('two');
      });`,
  });
  const cors = {
    AllowOrigins: ['https://a.example'],
    AllowMethods: ['POST'],
    AllowHeaders: ['x-a'],
    MaxAge: 60,
  };
  url = (await create({ Cors: cors })).FunctionUrl ?? '';
  streamUrl = (await create({ FunctionName: 'stream', InvokeMode: 'RESPONSE_STREAM' })).FunctionUrl ?? '';
  await shared.client.send(
    new CreateAliasCommand({ FunctionName: 'stream', Name: 'live', FunctionVersion: '$LATEST' }),
  );
  bufferedUrl = (await create({ FunctionName: 'stream', Qualifier: 'live' })).FunctionUrl ?? '';
});

const ask = (answer: unknown): Promise<Response> =>
  fetch(`${url}?answer=${encodeURIComponent(JSON.stringify(answer))}`);

describe('the configuration of a URL', () => {
  it('is what was asked for, and can be changed, listed and deleted', async () => {
    await createFunction(shared.client, 'g');
    const created = await shared.client.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: 'g', AuthType: 'AWS_IAM' }),
    );
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      FunctionUrl: expect.stringMatching(new RegExp(`^${shared.endpoint}/url/[a-z0-9]{32}/$`)),
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:g',
      AuthType: 'AWS_IAM',
      InvokeMode: 'BUFFERED',
    });
    await shared.client.send(
      new UpdateFunctionUrlConfigCommand({
        FunctionName: 'g',
        InvokeMode: 'RESPONSE_STREAM',
        Cors: { AllowOrigins: ['*'] },
      }),
    );
    const got = await shared.client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'g' }));
    expect(got).toMatchObject({
      FunctionUrl: created.FunctionUrl,
      AuthType: 'AWS_IAM',
      InvokeMode: 'RESPONSE_STREAM',
      Cors: { AllowOrigins: ['*'], AllowCredentials: false },
      CreationTime: created.CreationTime,
    });
    const { FunctionUrlConfigs } = await shared.client.send(
      new ListFunctionUrlConfigsCommand({ FunctionName: 'stream' }),
    );
    expect(FunctionUrlConfigs?.map(({ FunctionArn }) => FunctionArn?.split(':')[7])).toEqual([
      undefined,
      'live',
    ]);
    await shared.client.send(new DeleteFunctionUrlConfigCommand({ FunctionName: 'g' }));
    expect((await fetch(created.FunctionUrl ?? '')).status).toBe(403);
    await expect(
      shared.client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'g' })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it.each<[string, Partial<CreateFunctionUrlConfigCommandInput>, string]>([
    ['a second time', {}, 'ResourceConflictException'],
    ['for a version', { Qualifier: '1' }, 'InvalidParameterValueException'],
    ['for an absent alias', { Qualifier: 'absent' }, 'ResourceNotFoundException'],
    ['for an absent function', { FunctionName: 'absent' }, 'ResourceNotFoundException'],
    ['with another authentication', { AuthType: 'SECRET' as 'NONE' }, 'InvalidParameterValueException'],
    ['with CORS for ever', { Cors: { MaxAge: 1e6 } }, 'InvalidParameterValueException'],
  ])('is refused %s', async (_, fields, name) => {
    await expect(create(fields)).rejects.toMatchObject({ name });
  });
});

describe('a request to the URL of a function', () => {
  it('is an event of format 2.0', async () => {
    const response = await fetch(`${url}some%20path/x?a=1&a=2&b=`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', cookie: 'c=1; d=2', 'x-own': 'yes' },
      body: '{"grüße":1}',
    });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: '$default',
      rawPath: '/some%20path/x',
      rawQueryString: 'a=1&a=2&b=',
      queryStringParameters: { a: '1,2', b: '' },
      cookies: ['c=1', 'd=2'],
      headers: { 'x-own': 'yes' },
      requestContext: {
        requestId: response.headers.get('x-amzn-requestid'),
        http: { method: 'PUT', path: '/some%20path/x', sourceIp: '127.0.0.1' },
        stage: '$default',
      },
      body: '{"grüße":1}',
      isBase64Encoded: false,
    });
  });

  it('has a body that is no text in base64', async () => {
    const response = await fetch(url, { method: 'POST', body: Buffer.from([0, 255]) });
    expect(await response.json()).toMatchObject({ rawPath: '/', body: 'AP8=', isBase64Encoded: true });
  });

  it('may come by the name of its host', async () => {
    const { port } = new URL(shared.endpoint);
    const id = /url\/(\w+)/.exec(url)?.[1];
    const answer = await new Promise<string>((resolve, reject) => {
      const headers = { host: `${id}.lambda-url.us-east-1.localhost:${port}` };
      request(
        { port, path: '/deep?x=1', headers },
        (response) => void text(response).then(resolve, reject),
      ).end();
    });
    expect(JSON.parse(answer)).toMatchObject({ rawPath: '/deep', rawQueryString: 'x=1' });
  });

  it.each<[string, unknown, [number, string, string | null]]>([
    ['an object', { a: 1 }, [200, '{"a":1}', 'application/json']],
    ['a response', { statusCode: 404, body: 'gone' }, [404, 'gone', 'application/json']],
    [
      'a response in base64',
      { statusCode: 200, body: 'aGk=', isBase64Encoded: true, headers: { 'Content-Type': 'text/x' } },
      [200, 'hi', 'text/x'],
    ],
    ['no response', { statusCode: 'x' }, [502, '{"Message":"Internal Server Error"}', 'application/json']],
    ['an error', { fail: 1 }, [502, '{"Message":"Internal Server Error"}', 'application/json']],
  ])('is answered with %s', async (_, answer, wanted) => {
    const response = await ask(answer);
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual(wanted);
  });

  it('is answered with cookies', async () => {
    const response = await ask({
      statusCode: 200,
      cookies: ['a=1', 'b=2; Secure'],
      headers: { 'x-own': 'z' },
    });
    expect([response.headers.getSetCookie(), response.headers.get('x-own')]).toEqual([
      ['a=1', 'b=2; Secure'],
      'z',
    ]);
  });

  it('that is too large is refused', async () => {
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(6_291_457) })).status).toBe(413);
  });
});

describe('a web page', () => {
  const origin = 'https://a.example';
  const preflight = (from: string): Promise<Response> =>
    fetch(url, {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'POST' },
    });

  it('is told what it may send', async () => {
    const { status, headers } = await preflight(origin);
    expect([
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-max-age'),
    ]).toEqual([200, origin, '60']);
    expect((await preflight('https://b.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('may read the answer if its origin is allowed, and reaches nothing else of the platform', async () => {
    const response = await fetch(url, { method: 'POST', headers: { origin } });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
    expect((await fetch(`${shared.endpoint}/admin/health`, { headers: { origin } })).status).toBe(403);
  });
});

describe('the URL of a function that streams', () => {
  it('passes on each piece as it comes', async () => {
    const response = await fetch(streamUrl);
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('one ');
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('two');
  });

  it.each([
    ['as it comes', () => streamUrl],
    ['at once', () => bufferedUrl],
  ])('sends what the function says of the response %s', async (_, base) => {
    const response = await fetch(`${base()}http`);
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      202,
      'text/x',
      'one two',
    ]);
    expect(response.headers.getSetCookie()).toEqual(['a=1']);
  });

  it('breaks off where the function broke, or says so where it can', async () => {
    await expect((await fetch(`${streamUrl}break`)).text()).rejects.toThrow();
    expect((await fetch(`${bufferedUrl}break`)).status).toBe(502);
  });
});
