import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvokeWithResponseStreamCommandInput } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { beginStream, invokeStream } from '../../support/invoke-stream.ts';
import { createFunction, invoke } from '../../support/lambda-client.ts';
import { readMetric } from '../../support/platform-pages.ts';
import { sharePlatform } from '../../support/share-platform.ts';

const folder = await mkdtemp(join(tmpdir(), 'faasmark-gate-'));
const shared = sharePlatform({ hardened: false });
beforeAll(async () => {
  await createFunction(shared.client, 'stream', {
    source: `
      const { existsSync } = require('node:fs');
      const { pipeline } = require('node:stream/promises');
      const { Readable } = require('node:stream');
      exports.handler = awslambda.streamifyResponse(async ({ do: what, gate, megabytes }, stream, context) => {
        console.log('streams', context.awsRequestId.length);
        switch (what) {
          case 'wait':
            stream.setContentType('text/plain');
            stream.write('first ');
            while (!existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 5));
            return stream.end('last');
          case 'pipe':
            return await pipeline(
              Readable.from((function* () { for (let i = 0; i < megabytes; i++) yield Buffer.alloc(1 << 20, i); })()),
              stream,
            );
          case 'throw': throw new TypeError('before it began');
          case 'break': stream.write('half'); throw new RangeError('midway');
          case 'exit': stream.write('half'); await new Promise((resolve) => setTimeout(resolve, 50)); process.exit(3);
          case 'forget': stream.write('never ended'); return;
          case 'http':
            stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-own': 'yes' }, cookies: ['a=1', 'b=2'] });
            return stream.end('body');
          case 'nothing': return stream.end();
        }
      });`,
  });
  await createFunction(shared.client, 'whole', { source: 'exports.handler = async (event) => ({ event })' });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

type Fields = Partial<InvokeWithResponseStreamCommandInput>;

const begin = (event: unknown): ReturnType<typeof beginStream> => beginStream(shared.client, 'stream', event);

const run = (event: unknown, fields: Fields = {}): ReturnType<typeof invokeStream> =>
  invokeStream(shared.client, 'stream', event, fields);

const post = (event: unknown): Promise<Response> =>
  fetch(`${shared.endpoint}/function/stream`, { method: 'POST', body: JSON.stringify(event) });

describe('InvokeWithResponseStream', () => {
  it('gives what the function has written while the function still runs', async () => {
    const gate = join(folder, 'sdk');
    const events = await begin({ do: 'wait', gate });
    const first = await events.next();
    expect(Buffer.from(first.value.PayloadChunk.Payload).toString()).toBe('first ');
    expect(await readMetric(shared.endpoint, 'faas_invocations_in_flight')).toBe(1);
    await writeFile(gate, '');
    const last = await events.next();
    expect(Buffer.from(last.value.PayloadChunk.Payload).toString()).toBe('last');
    expect((await events.next()).value).toEqual({ InvokeComplete: {} });
  });

  it('gives a large response whole, and the log tail after it', async () => {
    const { body, complete } = await run({ do: 'pipe', megabytes: 6 }, { LogType: 'Tail' });
    expect(body.length).toBe(6 << 20);
    expect([...body.subarray(0, 1), ...body.subarray(-1)]).toEqual([0, 5]);
    expect(Buffer.from(complete?.LogResult ?? '', 'base64').toString()).toMatch(
      /START[^]*streams 36[^]*REPORT/,
    );
  });

  it.each([
    ['throws before it writes', 'throw', '', 'Function.Unknown', 'before it began'],
    ['breaks midway', 'break', 'half', 'Function.Unknown', 'midway'],
    ['exits midway', 'exit', 'half', /Runtime\.(ExitError|TruncatedResponse)/, ''],
  ])('of a function that %s says how', async (_, what, body, code, details) => {
    const streamed = await run({ do: what });
    expect(streamed.body.toString()).toBe(body);
    expect(streamed.complete?.ErrorCode).toMatch(code);
    expect(streamed.complete?.ErrorDetails).toContain(details);
    expect((await run({ do: 'nothing' })).complete?.ErrorCode).toBeUndefined();
  });

  it.each([
    ['writes nothing', 'nothing', ''],
    ['never ends its stream', 'forget', 'never ended'],
    [
      'describes an HTTP response',
      'http',
      '{"statusCode":201,"headers":{"x-own":"yes"},"cookies":["a=1","b=2"]}\0\0\0\0\0\0\0\0body',
    ],
  ])('of a function that %s gives what there is', async (_, what, body) => {
    const streamed = await run({ do: what });
    expect(streamed.body.toString()).toBe(body);
    expect(streamed.complete).toEqual({});
  });

  it('of a function that does not stream gives its answer in one piece', async () => {
    const { body } = await run({ a: 1 }, { FunctionName: 'whole' });
    expect(body.toString()).toBe('{"event":{"a":1}}');
  });

  it('lets the function run to its end when the client goes away', async () => {
    const gate = join(folder, 'gone');
    const events = await begin({ do: 'wait', gate });
    await events.next();
    await events.return?.();
    await writeFile(gate, '');
    const inFlight = await eventually(
      () => readMetric(shared.endpoint, 'faas_invocations_in_flight'),
      (count) => count === 0,
    );
    expect(inFlight).toBe(0);
    expect((await run({ do: 'nothing' })).complete).toEqual({});
  });

  it.each<[string, Fields, string]>([
    ['an absent function', { FunctionName: 'absent' }, 'ResourceNotFoundException'],
    ['an event for later', { InvocationType: 'Event' as 'DryRun' }, 'InvalidParameterValueException'],
    ['what is no JSON', { Payload: '{' }, 'InvalidRequestContentException'],
  ])('refuses %s', async (_, fields, name) => {
    await expect(run({}, fields)).rejects.toMatchObject({ name });
  });
});

describe('a streaming function', () => {
  it('that is invoked without a stream answers all at once', async () => {
    const response = await fetch(`${shared.endpoint}/2015-03-31/functions/stream/invocations`, {
      method: 'POST',
      body: '{"do":"forget"}',
    });
    expect(await response.text()).toBe('never ended');
    expect((await invoke(shared.client, 'stream', { do: 'break' })).functionError).toBe('Unhandled');
  });

  it('streams by the plain route, with the measurements at the end', async () => {
    const gate = join(folder, 'plain');
    const response = await post({ do: 'wait', gate });
    expect(response.headers.get('content-type')).toBe('text/plain');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('first ');
    await writeFile(gate, '');
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('last');
    expect((await reader.read()).done).toBe(true);
  });

  it('sets status and headers of the plain route', async () => {
    const response = await post({ do: 'http' });
    expect([response.status, response.headers.get('x-own'), response.headers.getSetCookie()]).toEqual([
      201,
      'yes',
      ['a=1', 'b=2'],
    ]);
    expect(await response.text()).toBe('body');
  });

  it('that breaks midway breaks the plain answer off', async () => {
    const response = await post({ do: 'exit' });
    await expect(response.text()).rejects.toThrow();
    expect((await post({ do: 'throw' })).status).toBe(502);
  });
});
