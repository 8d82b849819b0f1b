import { describe, expect, it } from '@jest/globals';
import {
  createRequestParser,
  HttpSyntaxError,
  type RuntimeRequest,
} from '../../../../platform/runtime/http-request-parser.ts';

interface Parsed {
  readonly requests: RuntimeRequest[];
  continues: number;
}

function parse(chunks: readonly Buffer[], maxBodyBytes = 1000): Parsed {
  const parsed: Parsed = { requests: [], continues: 0 };
  const parser = createRequestParser({
    maxBodyBytes,
    onRequest: (request) => parsed.requests.push(request),
    onExpectContinue: () => parsed.continues++,
  });
  for (const chunk of chunks) parser.push(chunk);
  return parsed;
}

const parseText = (text: string, maxBodyBytes?: number): Parsed => parse([Buffer.from(text)], maxBodyBytes);

const stream =
  'GET /next HTTP/1.1\r\nHost: a\r\n\r\n' +
  'POST /response HTTP/1.1\r\nContent-Length: 7\r\nX-Name:  spaced \r\n\r\ngr\u00fc\u00dfe' +
  'POST /stream HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: x-end\r\n\r\n' +
  '5\r\nhello\r\nA;ext=1\r\n, chunks..\r\n0\r\nX-End: yes\r\nX-More: a:b\r\n\r\n' +
  'POST /bare HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n' +
  'POST /empty HTTP/1.1\r\nContent-Length: 00\r\n\r\n';

const wanted = [
  { method: 'GET', path: '/next', headers: { host: 'a' }, body: '', trailers: {} },
  {
    method: 'POST',
    path: '/response',
    headers: { 'content-length': '7', 'x-name': 'spaced' },
    body: 'grüße',
    trailers: {},
  },
  {
    method: 'POST',
    path: '/stream',
    headers: { 'transfer-encoding': 'chunked', trailer: 'x-end' },
    body: 'hello, chunks..',
    trailers: { 'x-end': 'yes', 'x-more': 'a:b' },
  },
  { method: 'POST', path: '/bare', headers: { 'transfer-encoding': 'Chunked' }, body: 'x', trailers: {} },
  { method: 'POST', path: '/empty', headers: { 'content-length': '00' }, body: '', trailers: {} },
];

const toPlain = ({ method, path, headers, body, trailers }: RuntimeRequest): unknown => ({
  method,
  path,
  headers: Object.fromEntries(headers),
  body: body.toString(),
  trailers: Object.fromEntries(trailers),
});

describe('the request parser', () => {
  it('reads requests one after another from one packet', () => {
    expect(parseText(stream).requests.map(toPlain)).toEqual(wanted);
  });

  it('reads the same wherever a packet ends', () => {
    const bytes = Buffer.from(stream);
    for (let at = 0; at <= bytes.length; at++) {
      expect(parse([bytes.subarray(0, at), bytes.subarray(at)]).requests.map(toPlain)).toEqual(wanted);
    }
  });

  it('reads the same byte by byte', () => {
    const bytes = Array.from(Buffer.from(stream), (byte) => Buffer.from([byte]));
    expect(parse(bytes).requests.map(toPlain)).toEqual(wanted);
  });

  it.each([
    ['with a length', 'Content-Length: 20\r\n\r\n01234567890123456789'],
    ['in chunks', 'Transfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\nA\r\n0123456789\r\n0\r\n\r\n'],
  ])('throws away a body over the limit (%s), and stays in step', (_, rest) => {
    const { requests } = parseText(`POST /large HTTP/1.1\r\n${rest}GET /next HTTP/1.1\r\n\r\n`, 19);
    expect(requests.map(({ path, body }) => [path, body.toString()])).toEqual([
      ['/large', 'tooLarge'],
      ['/next', ''],
    ]);
  });

  it('takes a body of exactly the limit', () => {
    const { requests } = parseText('POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\n12345', 5);
    expect(requests[0]?.body.toString()).toBe('12345');
  });

  it('tells when a client waits to be asked for its body', () => {
    const parsed = parseText('POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n');
    expect(parsed).toMatchObject({ continues: 1, requests: [] });
  });

  it.each([
    ['no request line', 'hello\r\n\r\n'],
    ['another version', 'GET / HTTP/2\r\n\r\n'],
    ['another target', 'GET http://a/ HTTP/1.1\r\n\r\n'],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhost\r\n\r\n'],
    ['a header without a name', 'GET / HTTP/1.1\r\n: a\r\n\r\n'],
    ['a length that is no number', 'POST / HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n'],
    ['a negative length', 'POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n'],
    ['a chunk size that is no number', 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'],
    [
      'a chunk that is longer than it said',
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n',
    ],
    ['a head without an end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(70_000)}`],
  ])('refuses %s', (_, text) => {
    expect(() => parseText(text)).toThrow(HttpSyntaxError);
  });
});

describe('a body that somebody takes', () => {
  it('goes to him part by part as it comes, over any limit, and the request follows', () => {
    const events: string[] = [];
    const parser = createRequestParser({
      maxBodyBytes: 1,
      openBody: ({ path }) => (path === '/stream' ? (part) => void events.push(part.toString()) : undefined),
      onRequest: ({ path, body, trailers }) =>
        events.push(`${path} ${body.toString()} ${trailers.get('x-end') ?? ''}`),
      onExpectContinue: () => undefined,
    });
    const head = 'POST /stream HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n';
    for (const piece of [head, '3\r\nab', 'c\r\n', '2\r\nde\r\n0\r\n', 'X-End: yes\r\n\r\n']) {
      parser.push(Buffer.from(piece));
    }
    parser.push(Buffer.from('POST /other HTTP/1.1\r\nContent-Length: 1\r\n\r\nx'));
    expect(events).toEqual(['ab', 'c', 'de', '/stream  yes', '/other x ']);
  });
});
