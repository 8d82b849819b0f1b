import { beforeEach, describe, expect, it } from '@jest/globals';
import { createHttpSink, type HttpHead, toHttpHead } from '../../../../platform/gateway/http-sink.ts';
import type { ResponseSink } from '../../../../platform/runtime/response-sink.ts';

const integrationType = 'application/vnd.awslambda.http-integration-response';
const end = '\0'.repeat(8);

let heads: HttpHead[];
let body: string;
let sink: ResponseSink;
beforeEach(() => {
  heads = [];
  body = '';
  sink = createHttpSink(
    (head) => void heads.push(head),
    (chunk) => {
      expect(heads).toHaveLength(1);
      body += chunk.toString();
      return undefined;
    },
  );
});
const write = (...chunks: string[]): void => {
  for (const chunk of chunks) void sink.write(Buffer.from(chunk));
};

describe('a streamed answer', () => {
  it('that says nothing of HTTP is a body of its type', () => {
    sink.begin('text/plain');
    expect(heads).toEqual([{ statusCode: 200, headers: { 'content-type': 'text/plain' }, cookies: [] }]);
    write('a', 'b');
    expect(body).toBe('ab');
  });

  it.each([
    ['in one piece', [`{"statusCode":404,"headers":{"X-A":1},"cookies":["c=1"]}${end}gone`]],
    [
      'in many',
      ['{"statusCode":404,"hea', 'ders":{"X-A":1},"cookies":["c=1"]}\0\0', '\0'.repeat(6), 'go', 'ne'],
    ],
  ])('that describes itself %s begins with that', (_, chunks) => {
    sink.begin(integrationType);
    write(...chunks);
    const headers = { 'content-type': 'application/octet-stream', 'x-a': '1' };
    expect([heads, body]).toEqual([[{ statusCode: 404, headers, cookies: ['c=1'] }], 'gone']);
  });

  it.each([
    ['is no JSON', `{${end}body`],
    ['has no end', 'x'.repeat(70_000)],
    ['is no HTTP response', `{"statusCode":"no"}${end}body`],
  ])('whose description %s is a bad gateway, and the rest is thrown away', (_, chunk) => {
    sink.begin(integrationType);
    write(chunk, 'more');
    expect([heads.map(({ statusCode }) => statusCode), body]).toEqual([[502], '']);
  });
});

describe('what a function says of an HTTP response', () => {
  it('leaves the connection to the platform', () => {
    const headers = { Connection: 'close', 'Content-Length': '7', 'Content-Type': 'text/html' };
    expect(toHttpHead({ headers }, 'application/json')?.headers).toEqual({ 'content-type': 'text/html' });
  });

  it.each([
    ['a status that is none', { statusCode: 99 }],
    ['headers that are none', { headers: 'x' }],
    ['a header with a line break', { headers: { a: 'b\r\nc: d' } }],
    ['a name that is none', { headers: { 'a b': 'c' } }],
    ['cookies that are none', { cookies: 'a=1' }],
    ['a cookie with a line break', { cookies: ['a\nb'] }],
  ])('is nothing with %s', (_, value) => {
    expect(toHttpHead(value, 'application/json')).toBeUndefined();
  });
});
