import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createMonotonicClock } from '../../../harness/contract/clock.ts';
import { fromSeconds } from '../../../harness/contract/units.ts';
import { createCertificate } from '../../support/certificate.ts';
import { type ScriptedServer, type ServedRequest, answerWith, serve } from '../../support/scripted-server.ts';
import { describeWhereThere } from '../../support/skip-where-missing.ts';
import { type TestClient, type TestClientOptions, createTestClient } from '../../support/test-client.ts';

const cleanUps: (() => Promise<unknown> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function start(...args: Parameters<typeof serve>): Promise<ScriptedServer> {
  const server = await serve(...args);
  cleanUps.push(() => server.close());
  return server;
}

function connect(options: TestClientOptions): TestClient {
  const client = createTestClient(options);
  cleanUps.push(() => client.client.close());
  return client;
}

const hello = answerWith('hello');
const sayHello = ({ socket }: ServedRequest): void => void socket.write(hello);

/** Many time limits later. */
const muchLater = fromSeconds(3600);

describe('connections', () => {
  it('are kept, and only the invocation that opened one has a connect time', async () => {
    const server = await start(sayHello);
    const { client, invoke } = connect({ target: { origin: server.origin } });

    const first = await invoke();
    const second = await invoke();

    expect(first).toMatchObject({
      kind: 'answered',
      status: 200,
      body: 'hello',
      error: '',
      tlsNanos: Number.NaN,
    });
    expect(first.connectNanos).toBeGreaterThan(0);
    expect(first.sentAt).toBeLessThanOrEqual(first.firstByteAt);
    expect(first.firstByteAt).toBeLessThanOrEqual(first.endedAt);
    expect(second.connectNanos).toBeNaN();
    expect(server.sockets).toHaveLength(1);
    expect(client.connections).toBe(1);
    expect(client.inFlight).toBe(0);
  });

  it('are new for every invocation when fresh ones are asked for, and say so', async () => {
    const server = await start(sayHello);
    const { client, invoke } = connect({ target: { origin: server.origin }, connectionReuse: 'fresh' });

    for (let i = 0; i < 3; i++) expect((await invoke()).connectNanos).toBeGreaterThan(0);

    expect(server.sockets).toHaveLength(3);
    expect(server.requests[0]).toContain('\r\nConnection: close\r\n');
    expect(client.connections).toBe(0);
  });

  it('are taken hottest first', async () => {
    const served: ServedRequest[] = [];
    const server = await start((request) => void served.push(request));
    const { invoke } = connect({ target: { origin: server.origin } });
    const both = [invoke(), invoke()];
    await eventuallyLength(served, 2);
    for (const { socket } of served.splice(0)) {
      socket.write(hello);
      await Promise.race(both);
    }
    await Promise.all(both);

    const third = invoke();
    await eventuallyLength(served, 1);
    served[0]?.socket.write(hello);
    await third;

    expect(served[0]?.index).toBe(1);
    expect(server.sockets).toHaveLength(2);
  });

  it('are never more than the limit; what waits goes out as soon as one is free', async () => {
    let now = 0;
    let most = 0;
    const server = await start(({ socket }) => {
      most = Math.max(most, ++now);
      setImmediate(() => {
        now--;
        socket.write(hello);
      });
    });
    const { client, invoke } = connect({ target: { origin: server.origin }, maxConnections: 3 });

    const all = Array.from({ length: 30 }, () => invoke());
    expect(client.inFlight).toBe(30);
    const ends = await Promise.all(all);

    expect(ends.every(({ kind }) => kind === 'answered')).toBe(true);
    expect(ends.filter(({ connectNanos }) => connectNanos > 0)).toHaveLength(3);
    expect(server.sockets).toHaveLength(3);
    expect(most).toBeLessThanOrEqual(3);
  });

  it('make way for what waits when fresh ones are asked for', async () => {
    const server = await start(sayHello);
    const { invoke } = connect({
      target: { origin: server.origin },
      maxConnections: 2,
      connectionReuse: 'fresh',
    });

    const ends = await Promise.all(Array.from({ length: 7 }, () => invoke()));

    expect(ends.every(({ kind, connectNanos }) => kind === 'answered' && connectNanos > 0)).toBe(true);
    expect(server.sockets).toHaveLength(7);
  });

  it('refuse what is beyond the backlog, and nothing is heard of it', async () => {
    const served: ServedRequest[] = [];
    const server = await start((request) => void served.push(request));
    const { client, invoke } = connect({
      target: { origin: server.origin },
      maxConnections: 1,
      maxBacklog: 1,
    });

    const carried = invoke();
    const waiting = invoke();
    await expect(invoke()).rejects.toThrow('the backlog is full');
    expect(client.inFlight).toBe(2);
    await eventuallyLength(served, 1);
    served[0]?.socket.write(hello);
    await carried;
    await eventuallyLength(served, 2);
    served[1]?.socket.write(hello);

    expect((await waiting).kind).toBe('answered');
  });

  it('that the server has closed while they were idle are not used', async () => {
    const server = await start(({ socket, index }) => {
      if (index === 0) socket.end(hello);
    });
    const { client, invoke } = connect({ target: { origin: server.origin } });

    await invoke();
    await eventually(() => client.connections === 0);

    expect(await invoke()).toMatchObject({ kind: 'answered' });
    expect(server.sockets).toHaveLength(2);
  });

  it.each([
    ['Connection: close', answerWith('hello', 'Connection: close')],
    ['HTTP/1.0', hello.replace('1.1', '1.0')],
  ])('are not used again after %s, though the server keeps them open', async (_, answer) => {
    const server = await start(({ socket }) => void socket.write(answer));
    const { client, invoke } = connect({ target: { origin: server.origin } });

    expect(await invoke()).toMatchObject({ kind: 'answered', body: 'hello' });
    expect(client.connections).toBe(0);
    await invoke();
    expect(server.sockets).toHaveLength(2);
  });

  it('are not used again when the server speaks unasked', async () => {
    const server = await start(({ socket }) => {
      socket.write(hello, () => setImmediate(() => socket.write('HTTP/1.1 408 Idle\r\n\r\n')));
    });
    const { client, invoke } = connect({ target: { origin: server.origin } });

    await invoke();
    await eventually(() => client.connections === 0);

    expect(await invoke()).toMatchObject({ status: 200 });
  });

  it('are not used again when the answer came before the request was complete', async () => {
    const isAnswered = new WeakSet<object>();
    const server = await start(sayHello, {
      onHead: (socket) => {
        if (isAnswered.has(socket)) return;
        isAnswered.add(socket);
        socket.pause();
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n');
      },
    });
    const body = 'x'.repeat(32 * 1024 * 1024);
    const { client, invoke } = connect({ target: { origin: server.origin, method: 'POST', body } });

    expect(await invoke()).toMatchObject({ kind: 'answered', status: 413 });
    expect(client.connections).toBe(0);
  });
});

describe('requests', () => {
  it('are on the wire as the target says, byte by byte', async () => {
    const server = await start(sayHello);
    const { client, invoke } = connect({
      target: {
        origin: server.origin,
        path: '/f?x=1',
        method: 'POST',
        headers: { 'X-A': 'ä' },
        body: '{"é":1}',
      },
      ticketHeader: 'X-Ticket',
    });

    await invoke();
    client.update(0, { Authorization: 'renewed' });
    await invoke();

    const [first, second] = server.requests;
    const host = server.origin.slice('http://'.length);
    const end = 'Content-Length: 8\r\nX-Ticket: 000000000000N\r\n\r\n{"é":1}';
    expect(Buffer.from(first ?? '', 'latin1').toString('utf8')).toContain('{"é":1}');
    expect(first).toBe(`POST /f?x=1 HTTP/1.1\r\nHost: ${host}\r\nX-A: ä\r\n${toWire(end.replace('N', '0'))}`);
    expect(second).toBe(
      `POST /f?x=1 HTTP/1.1\r\nHost: ${host}\r\nAuthorization: renewed\r\n${toWire(end.replace('N', '1'))}`,
    );
  });

  it('carry the instant at which they were sent', async () => {
    const server = await start(sayHello);
    const { invoke } = connect({ target: { origin: server.origin }, sentAtHeader: 'X-Sent-At' });

    const { sentAt } = await invoke();

    expect(server.requests[0]).toContain(`X-Sent-At: ${String(sentAt).padStart(16, '0')}\r\n`);
  });
});

describe('answers', () => {
  it.each<[title: string, status: number, body: string, write: string]>([
    [
      'with chunks',
      200,
      'hello',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=b\r\nhe\r\n3\r\nllo\r\n0\r\nT: 1\r\n\r\n',
    ],
    ['after an interim one', 200, 'hello', `HTTP/1.1 100 Continue\r\n\r\n${hello}`],
    ['without a body', 204, '', 'HTTP/1.1 204 No Content\r\n\r\n'],
    ['with a length', 200, 'hello', hello],
  ])('%s are read however they come', async (_, status, body, write) => {
    const server = await start(({ socket, index }) => {
      if (index === 0) socket.write(write);
      else writeByteByByte(socket, write);
    });
    const { invoke } = connect({ target: { origin: server.origin } });

    expect(await invoke()).toMatchObject({ kind: 'answered', status, body });
    expect(await invoke()).toMatchObject({ kind: 'answered', status, body });
    expect(server.sockets).toHaveLength(1);
  });

  it('may end with the connection', async () => {
    const server = await start(({ socket }) => void socket.end('HTTP/1.1 200 OK\r\n\r\nhello'));
    const { client, invoke } = connect({ target: { origin: server.origin } });

    expect(await invoke()).toMatchObject({ kind: 'answered', body: 'hello' });
    expect(client.connections).toBe(0);
  });

  it('may come together with the end of the server’s side', async () => {
    const server = await start(({ socket }) => void socket.end(hello));
    const { invoke } = connect({ target: { origin: server.origin } });

    expect(await invoke()).toMatchObject({ kind: 'answered', body: 'hello' });
  });

  it('give the headers that are asked for, in any case', async () => {
    const server = await start(
      ({ socket }) => void socket.write(answerWith('', 'X-One:  1 ', 'x-ONE: 2', 'X-On: 3')),
    );
    const { invoke } = connect({ target: { origin: server.origin }, headers: ['x-one', 'x-two'] });

    expect((await invoke()).headers).toEqual({ 'x-one': '1', 'x-two': undefined });
  });

  it('of node:http are read, large ones too', async () => {
    const body = 'ä'.repeat(1_000_000);
    const server = http.createServer((request, response) => {
      request.resume().once('end', () => response.end(body));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { client, invoke } = connect({ target: { origin, method: 'POST', body } });

    for (let i = 0; i < 3; i++) expect((await invoke()).body).toBe(body);
    expect(client.connections).toBe(1);
  });
});

describe('what breaks', () => {
  const reset = ({ socket }: ServedRequest): void => void socket.resetAndDestroy();
  it.each<[title: string, error: RegExp, status: number, answer: (request: ServedRequest) => void]>([
    ['a reset before the answer', /^ECONNRESET: read ECONNRESET$/, 0, reset],
    [
      'a reset in the middle of the answer',
      /^ECONNRESET/,
      200,
      ({ socket }) => {
        socket.write(hello.slice(0, -2));
        // libuv takes a reset that comes together with bytes for an end.
        void turns(5).then(() => socket.resetAndDestroy());
      },
    ],
    [
      'the end before the answer',
      /^HPE_CLOSED_BEFORE_ANSWER: .* new connection/,
      0,
      ({ socket }) => void socket.end(),
    ],
    [
      'an answer that is too short',
      /^HPE_CLOSED_IN_ANSWER/,
      200,
      ({ socket }) => void socket.end(hello.slice(0, -1)),
    ],
    [
      'an answer that is too long',
      /^HPE_UNSOLICITED_BYTES/,
      200,
      ({ socket }) => void socket.end(`${hello}!`),
    ],
    ['a chunk that is too short', /^HPE_CLOSED_IN_ANSWER/, 200, endingWith('5\r\nhell')],
    ['a chunk that is too long', /^HPE_CHUNK/, 200, endingWith('5\r\nhello!\r\n0\r\n\r\n')],
    ['garbage', /^HPE_STATUS_LINE/, 0, ({ socket }) => void socket.write('SSH-2.0-OpenSSH\r\n')],
    [
      'two lengths',
      /^HPE_CONTENT_LENGTH/,
      200,
      ({ socket }) => void socket.write(answerWith('', 'Content-Length: 1')),
    ],
    [
      'a switch of protocols',
      /^HPE_UPGRADE/,
      101,
      ({ socket }) => void socket.write('HTTP/1.1 101 Now\r\n\r\n'),
    ],
    [
      'a body over the limit',
      /^HPE_BODY_TOO_LARGE/,
      200,
      ({ socket }) => void socket.write(answerWith('x'.repeat(2000))),
    ],
    [
      'a head over the limit',
      /^HPE_HEAD_TOO_LARGE/,
      200,
      ({ socket }) => void socket.write(answerWith('', `A: ${'b'.repeat(70_000)}`)),
    ],
  ])('%s is told by its code, and the connection is not used again', async (title, error, status, answer) => {
    const server = await start((request) => (request.connection === 0 ? answer(request) : sayHello(request)));
    const { client, invoke } = connect({ target: { origin: server.origin }, maxBodyBytes: 1000 });

    const ended = await invoke();

    expect(ended).toMatchObject({ kind: 'broken', error: expect.stringMatching(error), status, body: '' });
    expect(Number.isNaN(ended.firstByteAt)).toBe(title.endsWith('before the answer'));
    expect(client.connections).toBe(0);
    expect(await invoke()).toMatchObject({ kind: 'answered' });
  });

  it('is the invocation that a kept connection was closed under, which is not tried again', async () => {
    const server = await start((request) => {
      if (request.index === 0) sayHello(request);
      else request.socket.end();
    });
    const { invoke } = connect({ target: { origin: server.origin } });

    await invoke();

    expect(await invoke()).toMatchObject({
      kind: 'broken',
      error: expect.stringMatching(/^HPE_CLOSED_BEFORE_ANSWER: .* kept connection/),
    });
    expect(server.requests).toHaveLength(2);
  });

  it('is a connection on which the server speaks first', async () => {
    const server = await start(sayHello, { onConnection: (socket) => void socket.write('220 ready\r\n') });
    const { invoke } = connect({ target: { origin: server.origin } });

    expect(await invoke()).toMatchObject({
      kind: 'broken',
      error: expect.stringMatching(/^HPE_(UNSOLICITED_BYTES|STATUS_LINE)/),
    });
  });

  it('is a connection that is refused, or a name that does not exist', async () => {
    const server = await serve(sayHello);
    await server.close();
    const refused = connect({ target: { origin: server.origin } });
    const unknown = connect({ target: { origin: 'http://name.invalid' } });

    expect(await refused.invoke()).toMatchObject({
      kind: 'broken',
      connectNanos: Number.NaN,
      sentAt: Number.NaN,
      error: expect.stringMatching(/^ECONNREFUSED: connect ECONNREFUSED 127/),
    });
    expect((await unknown.invoke()).error).toMatch(/^(ENOTFOUND|EAI_AGAIN): getaddrinfo/);
  });
});

describe('time limits', () => {
  it('end an invocation, and its connection with it; an answer after that is nobody’s', async () => {
    const served: ServedRequest[] = [];
    const server = await start((request) => {
      if (request.connection === 0) served.push(request);
      else sayHello(request);
    });
    const { client, clock, invoke } = connect({ target: { origin: server.origin } });
    const late = invoke();
    await eventuallyLength(served, 1);

    client.expire(clock.now());
    expect(client.inFlight).toBe(1);
    client.expire(clock.now() + muchLater);

    expect(await late).toMatchObject({ kind: 'timedOut', status: 0, firstByteAt: Number.NaN, error: '' });
    expect(client.connections).toBe(0);
    served[0]?.socket.write(hello);
    expect(await invoke()).toMatchObject({ kind: 'answered', body: 'hello' });
  });

  it('end an invocation that waits, and nothing else', async () => {
    const served: ServedRequest[] = [];
    const server = await start((request) => void served.push(request));
    let skipped = 0;
    const real = createMonotonicClock();
    const clock = { ...real, now: () => real.now() + skipped };
    const { client, invoke } = connect({ target: { origin: server.origin }, clock, maxConnections: 1 });
    const carried = invoke();
    const waiting = invoke();
    await eventuallyLength(served, 1);

    client.expire(clock.now() + muchLater);

    expect(await carried).toMatchObject({ kind: 'timedOut' });
    expect(await waiting).toMatchObject({ kind: 'timedOut', sentAt: Number.NaN });
    expect(client.inFlight).toBe(0);
    skipped = 1;
    const next = invoke();
    await eventuallyLength(served, 2);
    served[1]?.socket.write(hello);
    expect(await next).toMatchObject({ kind: 'answered' });
  });

  it('hold whenever one looks: a late answer is late, and leaves the connection in order', async () => {
    let skipped = 0;
    const real = createMonotonicClock();
    const clock = { ...real, now: () => real.now() + skipped };
    const server = await start(({ socket, index }) => {
      if (index === 0) skipped = muchLater;
      socket.write(hello);
    });
    const { invoke } = connect({ target: { origin: server.origin }, clock });

    expect(await invoke()).toMatchObject({ kind: 'timedOut', status: 200 });
    expect(await invoke()).toMatchObject({ kind: 'answered' });
    expect(server.sockets).toHaveLength(1);
  });
});

describe('the end', () => {
  it('comes to everything in flight when it is abandoned, with the reason', async () => {
    const server = await start(() => undefined);
    const { client, invoke } = connect({ target: { origin: server.origin }, maxConnections: 2 });
    const all = Array.from({ length: 5 }, () => invoke());

    client.abandon('ABORTED: the run was ended');

    for (const ended of await Promise.all(all)) {
      expect(ended).toMatchObject({ kind: 'broken', error: 'ABORTED: the run was ended' });
    }
    expect(client.inFlight).toBe(0);
    expect(client.connections).toBe(0);
  });

  it('closes every connection, idle and busy', async () => {
    const server = await start((request) => {
      if (request.connection === 0) sayHello(request);
    });
    const { client, invoke } = connect({ target: { origin: server.origin } });
    await invoke();
    const [first, second] = [invoke(), invoke()];
    await first;

    await client.close();

    expect(await second).toMatchObject({ kind: 'broken', error: 'CLOSED: the client was closed' });
    expect(client.connections).toBe(0);
    await Promise.all(
      server.sockets.map(async (socket) => socket.readableEnded || (await once(socket, 'end'))),
    );
  });
});

describe('other ways to a server', () => {
  it('are unix sockets', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'faasmark-'));
    cleanUps.push(() => rmSync(folder, { recursive: true }));
    const server = await start(sayHello, { listen: { path: join(folder, 'the.sock') } });
    const { invoke } = connect({ target: { origin: server.origin } });

    expect(await invoke()).toMatchObject({ kind: 'answered', body: 'hello' });
    expect(server.requests[0]).toContain('\r\nHost: localhost\r\n');
  });

  const hasIPv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ address }) => address === '::1'),
  );
  describeWhereThere(hasIPv6 ? undefined : 'no ::1 here', 'and IPv6', () => {
    it('by its address', async () => {
      const server = await start(sayHello, { listen: { port: 0, host: '::1' } });
      const { invoke } = connect({ target: { origin: server.origin } });

      expect(await invoke()).toMatchObject({ kind: 'answered', body: 'hello' });
      expect(server.requests[0]).toContain('\r\nHost: [::1]:');
    });
  });

  it('are names', async () => {
    const server = await start(sayHello);
    const origin = server.origin.replace('127.0.0.1', 'localhost');
    const { invoke } = connect({ target: { origin } });

    expect(await invoke()).toMatchObject({ kind: 'answered', body: 'hello' });
    expect(server.requests[0]).toContain('\r\nHost: localhost:');
  });
});

const certificate = createCertificate();
describeWhereThere(certificate === undefined ? 'openssl is not installed' : undefined, 'over TLS', () => {
  const { key = '', cert = '' } = certificate ?? {};

  it('handshakes once for a kept connection, and tells how long that took', async () => {
    const server = await start(sayHello, { tls: { key, cert } });
    const { invoke } = connect({ target: { origin: server.origin }, tls: { ca: cert } });

    const first = await invoke();
    const second = await invoke();

    expect(first).toMatchObject({ kind: 'answered', body: 'hello' });
    expect(first.connectNanos).toBeGreaterThan(0);
    expect(first.tlsNanos).toBeGreaterThan(0);
    expect(second.tlsNanos).toBeNaN();
    expect(server.sockets).toHaveLength(1);
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'resumes the session of an earlier connection (%s)',
    async (version) => {
      const server = await start(
        ({ socket, connection }) => void socket.write(answerWith(isResumed(server, connection))),
        {
          tls: { key, cert, minVersion: version, maxVersion: version },
        },
      );
      const { invoke } = connect({
        target: { origin: server.origin },
        tls: { ca: cert },
        connectionReuse: 'fresh',
      });

      const bodies: string[] = [];
      for (let i = 0; i < 3; i++) bodies.push((await invoke()).body);

      expect(bodies).toEqual(['new', 'resumed', 'resumed']);
    },
  );

  it('reads answers in pieces and large ones', async () => {
    const body = 'x'.repeat(1_000_000);
    const server = await start(
      ({ socket, index }) => {
        if (index === 0) socket.write(answerWith(body));
        else writeByteByByte(socket, hello);
      },
      { tls: { key, cert } },
    );
    const { invoke } = connect({
      target: { origin: server.origin, method: 'POST', body },
      tls: { ca: cert },
    });

    expect((await invoke()).body).toBe(body);
    expect((await invoke()).body).toBe('hello');
  });

  it('trusts nobody it was not told to trust', async () => {
    const server = await start(sayHello, { tls: { key, cert } });
    const { invoke } = connect({ target: { origin: server.origin } });

    expect((await invoke()).error).toMatch(/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN): /);
    expect(server.requests).toHaveLength(0);
  });

  it('refuses a certificate of another name', async () => {
    const server = await start(sayHello, { tls: { key, cert } });
    const origin = server.origin.replace('localhost', '127.0.0.1');
    const { invoke } = connect({ target: { origin }, tls: { ca: cert } });

    expect((await invoke()).error).toMatch(/^ERR_TLS_CERT_ALTNAME_INVALID/);
  });

  it('is given up in the middle of the handshake', async () => {
    const server = await start(() => undefined);
    const origin = server.origin.replace('http:', 'https:');
    const { client, clock, invoke } = connect({ target: { origin } });
    const ended = invoke();
    await eventuallyLength(server.sockets, 1);

    client.expire(clock.now() + muchLater);

    expect(await ended).toMatchObject({ kind: 'timedOut', tlsNanos: Number.NaN, sentAt: Number.NaN });
  });

  it('speaks HTTP/2 where that is asked for and offered', async () => {
    const server = http2.createSecureServer({ key, cert });
    server.on('stream', (stream) => void stream.end('hello'));
    const origin = await listen(server, 'https://localhost');
    const { client, invoke } = connect({ target: { origin }, tls: { ca: cert }, protocol: 'h2' });

    const ended = await invoke();

    expect(ended).toMatchObject({ kind: 'answered', status: 200, body: 'hello' });
    expect(ended.tlsNanos).toBeGreaterThan(0);
    expect(client.connections).toBe(1);
  });

  it('tells when HTTP/2 is not offered', async () => {
    const server = await start(sayHello, { tls: { key, cert } });
    const { invoke } = connect({ target: { origin: server.origin }, tls: { ca: cert }, protocol: 'h2' });

    expect((await invoke()).error).toMatch(/^HPE_NO_H2: /);
  });
});

describe('over HTTP/2', () => {
  async function startHttp2(
    answer: (stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders) => void,
  ): Promise<string> {
    const server = http2.createServer({ settings: { maxConcurrentStreams: 10 } });
    server.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      answer(stream, headers);
    });
    return await listen(server, 'http://127.0.0.1');
  }

  it('carries many invocations on one connection', async () => {
    const origin = await startHttp2((stream, headers) => {
      stream.respond({ ':status': 201, 'x-a': String(headers['x-b']) });
      stream.pipe(stream);
    });
    const target = { origin, method: 'POST' as const, body: 'hello', headers: { 'X-B': '1' } };
    const { client, invoke } = connect({ target, protocol: 'h2', headers: ['x-a'], maxConnections: 2 });

    const first = await invoke();
    client.update(0, { 'X-B': '2' });
    const ends = await Promise.all(Array.from({ length: 10 }, () => invoke()));

    expect(first).toMatchObject({ kind: 'answered', status: 201, body: 'hello', headers: { 'x-a': '1' } });
    expect(first.connectNanos).toBeGreaterThan(0);
    expect(ends.every(({ body, headers }) => body === 'hello' && headers['x-a'] === '2')).toBe(true);
    expect(client.connections).toBe(1);
  });

  it('opens no more connections than it may; the rest waits', async () => {
    const origin = await startHttp2((stream) => void stream.end('hello'));
    const { client, invoke } = connect({
      target: { origin },
      protocol: 'h2',
      maxConnections: 2,
      maxBacklog: 5,
    });
    await invoke();

    const all = Array.from({ length: 25 }, () => invoke());
    const refused = Array.from({ length: 100 }, () => invoke().catch((error: unknown) => error));

    expect(client.connections).toBe(2);
    expect((await Promise.all(all)).every(({ kind }) => kind === 'answered')).toBe(true);
    expect((await Promise.all(refused)).some((end) => String(end).includes('backlog'))).toBe(true);
  });

  it('opens one for every invocation when fresh ones are asked for', async () => {
    const origin = await startHttp2((stream) => void stream.end('hello'));
    const { invoke } = connect({
      target: { origin },
      protocol: 'h2',
      connectionReuse: 'fresh',
      maxConnections: 1,
    });

    for (const ended of await Promise.all([invoke(), invoke(), invoke()])) {
      expect(ended).toMatchObject({ kind: 'answered', body: 'hello' });
      expect(ended.connectNanos).toBeGreaterThan(0);
    }
  });

  it('cancels what has passed its time limit, and keeps the connection', async () => {
    const cancelled: number[] = [];
    const origin = await startHttp2((stream, headers) => {
      if (cancelled.length > 0) stream.end('hello');
      stream.once('close', () => cancelled.push(stream.rstCode));
      void headers;
    });
    const { client, clock, invoke } = connect({ target: { origin }, protocol: 'h2' });
    const late = invoke();
    await eventually(() => client.connections === 1);
    await turns(5);

    client.expire(clock.now() + muchLater);

    expect(await late).toMatchObject({ kind: 'timedOut' });
    expect(client.inFlight).toBe(0);
  });

  it.each<[title: string, error: RegExp, breakIt: (stream: http2.ServerHttp2Stream) => void]>([
    ['shorter than it said', /^ERR_HTTP2_STREAM_ERROR: /, (stream) => void stream.end('hel')],
    [
      'cut off',
      /^(HPE_CLOSED_IN_ANSWER|ERR_HTTP2_STREAM_ERROR|ECONNRESET): /,
      (stream) => void stream.write('hel', () => stream.session?.destroy()),
    ],
  ])('tells an answer that is %s from one that is complete', async (_, error, breakIt) => {
    const origin = await startHttp2((stream) => {
      stream.respond({ ':status': 200, 'content-length': 5 });
      breakIt(stream);
    });
    const { invoke } = connect({ target: { origin }, protocol: 'h2' });

    expect(await invoke()).toMatchObject({ kind: 'broken', body: '', error: expect.stringMatching(error) });
  });

  it('tells a connection that is refused or ends', async () => {
    const server = await start(() => undefined, { onConnection: (socket) => void socket.end() });
    const ending = connect({ target: { origin: server.origin }, protocol: 'h2' });
    expect(await ending.invoke()).toMatchObject({ kind: 'broken', error: expect.stringMatching(/^\w+: ./) });

    const gone = await serve(sayHello);
    await gone.close();
    const refused = connect({ target: { origin: gone.origin }, protocol: 'h2' });
    expect((await refused.invoke()).error).toMatch(/^ECONNREFUSED/);
  });
});

function toWire(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function endingWith(chunks: string): (request: ServedRequest) => void {
  return ({ socket }) => void socket.end(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
}

function writeByteByByte(socket: ServedRequest['socket'], text: string, at = 0): void {
  if (at === text.length) return;
  socket.write(text.charAt(at), 'latin1', () => setImmediate(() => writeByteByByte(socket, text, at + 1)));
}

function isResumed(server: ScriptedServer, connection: number): string {
  const socket = server.sockets[connection];
  return socket !== undefined && 'isSessionReused' in socket && (socket.isSessionReused as () => boolean)()
    ? 'resumed'
    : 'new';
}

/** Lets the event loop turn until it is so; the test's own limit ends it otherwise. */
async function eventually(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

async function eventuallyLength(list: readonly unknown[], length: number): Promise<void> {
  await eventually(() => list.length >= length);
}

async function listen(server: http2.Http2Server | http2.Http2SecureServer, prefix: string): Promise<string> {
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => void sessions.add(session));
  server.on('sessionError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return `${prefix}:${(server.address() as AddressInfo).port}`;
}
