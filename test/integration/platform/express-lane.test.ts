import { connect, type Socket } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { createFunction } from '../../support/lambda-client.ts';
import { sharePlatform } from '../../support/share-platform.ts';

let socket: Socket;
let received: string;
const shared = sharePlatform();
beforeAll(async () => {
  await createFunction(shared.client, 'echo');
  await createFunction(shared.client, 'streams', {
    source: `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('a');
      stream.end('b');
    });`,
  });
});
beforeEach(() => {
  received = '';
  socket = connect(Number(new URL(shared.endpoint).port), '127.0.0.1');
  socket.on('data', (chunk) => (received += chunk.toString()));
});
afterEach(() => void socket.destroy());

const post = (name: string, body: string, ...headers: string[]): string =>
  [
    `POST /function/${name} HTTP/1.1`,
    'Host: localhost',
    `Content-Length: ${body.length}`,
    ...headers,
    '',
    body,
  ].join('\r\n');

const shown = async (pattern: RegExp, times = 1): Promise<void> => {
  const count = await eventually(
    () => Promise.resolve([...received.matchAll(pattern)].length),
    (seen) => seen >= times,
  );
  expect({ count, received }).toMatchObject({ count: times });
};

describe('a connection to the plain route', () => {
  it('carries one invocation after another', async () => {
    socket.write(post('echo', '{"n":1}'));
    await shown(/\r\n\r\n{"n":1}/g);
    socket.write(post('echo', '{"n":2}'));
    await shown(/\r\n\r\n{"n":2}/g);
    expect(received).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: application\/json\r\nx-faas-request-id: /);
  });

  it('may be used for anything else afterwards, and for invocations again', async () => {
    socket.write(post('echo', '{"n":1}'));
    await shown(/{"n":1}/g);
    socket.write('GET /admin/health HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await shown(/"profile":"lambda"/g);
    socket.write(post('echo', '{"n":3}'));
    await shown(/{"n":3}/g);
  });

  it('takes a request in pieces', async () => {
    const whole = post('echo', '{"pieces":true}');
    socket.setNoDelay();
    socket.write(whole.slice(0, 30));
    await new Promise((resolve) => socket.write(whole.slice(30, 60), resolve));
    socket.write(whole.slice(60));
    await shown(/{"pieces":true}/g);
  });

  it('answers in order what was sent ahead', async () => {
    socket.write(post('echo', '1') + post('echo', '2'));
    await shown(/\r\n\r\n[12]/g, 2);
    expect(received.indexOf('\r\n\r\n1')).toBeLessThan(received.indexOf('\r\n\r\n2'));
  });

  it('answers what was sent during an invocation', async () => {
    socket.write(post('echo', '"first"'));
    socket.write(post('echo', '"second"'));
    await shown(/"first"|"second"/g, 2);
  });

  it('streams an answer, and goes on after it', async () => {
    socket.write(post('streams', '{}'));
    await shown(/x-faas-billed-duration-ms: \d+\r\n/g);
    expect(received).toMatch(/transfer-encoding: chunked/i);
    received = '';
    socket.write(post('echo', '{"n":4}'));
    await shown(/{"n":4}/g);
  });

  it('refuses what comes from a web page', async () => {
    socket.write(post('echo', '{}', 'Origin: https://example.com'));
    await shown(/HTTP\/1\.1 403 /g);
  });

  it('is closed after an answer when the caller has closed its side', async () => {
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(post('echo', '{"n":5}'));
    await shown(/{"n":5}/g);
    socket.end();
    await closed;
  });
});
