import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

let receiver: Server;
let callbackUrl: string;
let received: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
let answers: number[];

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  received.push({ headers: request.headers, body: await text(request) });
  response.writeHead(answers.shift() ?? 200, { location: shared.endpoint }).end();
}

const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, 'f', {
    source: `exports.handler = async (event) => {
      if (event.fails) throw new Error('as told');
      return { got: event };
    };`,
  });
  receiver = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/result`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
});
beforeEach(() => {
  received = [];
  answers = [];
});

const call = (name: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${shared.endpoint}/async-function/${name}`, { method: 'POST', body, headers });

const hear = (count: number): Promise<typeof received> =>
  eventually(
    () => Promise.resolve(received),
    (all) => all.length >= count,
  );

describe('/async-function/{name}', () => {
  it('answers at once, and sends the result with the id of the call', async () => {
    const answer = await call('f', '{"a":1}', { 'x-callback-url': callbackUrl, 'x-call-id': 'mine' });
    expect([answer.status, answer.headers.get('x-call-id'), await answer.text()]).toEqual([202, 'mine', '']);
    expect(await hear(1)).toEqual([
      {
        body: '{"got":{"a":1}}',
        headers: expect.objectContaining({
          'x-call-id': 'mine',
          'x-function-name': 'f',
          'x-function-status': '200',
          'x-duration-seconds': expect.stringMatching(/^\d+\.\d{6}$/),
        }),
      },
    ]);
  });

  it('makes an id for a call that has none', async () => {
    const answer = await call('f', '');
    expect(answer.headers.get('x-call-id')).toMatch(/^[\da-f-]{36}$/);
  });

  it('sends a failure too, without another try of the function', async () => {
    await call('f', '{"fails":true}', { 'x-callback-url': callbackUrl });
    const [result] = await hear(1);
    expect(result?.headers['x-function-status']).toBe('502');
    expect(JSON.parse(result?.body ?? '')).toMatchObject({ errorMessage: 'as told' });
  });

  it('sends the result again to one who failed to take it, and follows it nowhere else', async () => {
    answers = [503, 302];
    await call('f', '1', { 'x-callback-url': callbackUrl });
    expect((await hear(2)).map(({ body }) => body)).toEqual(['{"got":1}', '{"got":1}']);
  });

  it.each<[string, string, Record<string, string>, number, string]>([
    ['a function that is not there', 'absent', {}, 404, 'FunctionNotFound'],
    ['a result for another machine', 'f', { 'x-callback-url': 'http://10.0.0.1/' }, 400, 'CallbackRefused'],
    ['a result for no URL', 'f', { 'x-callback-url': 'nowhere' }, 400, 'CallbackRefused'],
  ])('refuses %s', async (_, name, headers, status, errorType) => {
    const answer = await call(name, '{}', headers);
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ errorType })]);
  });

  it('refuses more than an event may have, and other methods', async () => {
    expect((await call('f', 'x'.repeat(1_048_577))).status).toBe(413);
    expect((await fetch(`${shared.endpoint}/async-function/f`)).status).toBe(405);
  });
});
