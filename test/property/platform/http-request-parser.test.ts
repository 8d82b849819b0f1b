import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import {
  createRequestParser,
  HttpSyntaxError,
  type RuntimeRequest,
} from '../../../platform/runtime/http-request-parser.ts';

const maxBodyBytes = 64;

function parse(chunks: readonly Buffer[]): RuntimeRequest[] {
  const requests: RuntimeRequest[] = [];
  const parser = createRequestParser({
    maxBodyBytes,
    onRequest: (request) => requests.push(request),
    onExpectContinue: () => undefined,
  });
  for (const chunk of chunks) parser.push(chunk);
  return requests;
}

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/).map((text) => `x-${text}`);
const value = fc.stringMatching(/^[!-~]{1,12}$/);
const body = fc.uint8Array({ maxLength: 2 * maxBodyBytes }).map((bytes) => Buffer.from(bytes));
const request = fc.record({
  path: fc.stringMatching(/^\/[a-z0-9/-]{0,20}$/),
  headers: fc.dictionary(name, value, { maxKeys: 4 }),
  body,
  /** Sizes of the chunks it is sent in; undefined for a body with a length. */
  chunks: fc.option(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), {
    nil: undefined,
  }),
  trailers: fc.dictionary(name, value, { maxKeys: 2 }),
});
type Sent = typeof request extends fc.Arbitrary<infer T> ? T : never;

const toFields = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map((field) => `${field.join(': ')}\r\n`)
    .join('');

function serialise({ path, headers, body: content, chunks, trailers }: Sent): Buffer {
  const head = `POST ${path} HTTP/1.1\r\n${toFields(headers)}`;
  if (chunks === undefined) {
    return Buffer.concat([Buffer.from(`${head}Content-Length: ${content.length}\r\n\r\n`), content]);
  }
  const parts: Buffer[] = [Buffer.from(`${head}Transfer-Encoding: chunked\r\n\r\n`)];
  for (let start = 0, index = 0; start < content.length; index++) {
    const chunk = content.subarray(start, start + (chunks[index % chunks.length] ?? 1));
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
    start += chunk.length;
  }
  return Buffer.concat([...parts, Buffer.from(`0\r\n${toFields(trailers)}\r\n`)]);
}

describe('the request parser', () => {
  it('gives back what was sent, in whatever packets it comes', () => {
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (sent, places) => {
          const got = parse(cut(Buffer.concat(sent.map(serialise)), places));
          expect(
            got.map(({ path, headers, body: content, trailers }) => ({
              path,
              headers: Object.fromEntries([...headers].filter(([key]) => key.startsWith('x-'))),
              body: content.toString('latin1'),
              trailers: Object.fromEntries(trailers),
            })),
          ).toEqual(
            sent.map(({ path, headers, body: content, chunks, trailers }) => ({
              path,
              headers: { ...headers },
              body: content.length > maxBodyBytes ? 'tooLarge' : content.toString('latin1'),
              trailers: chunks === undefined ? {} : { ...trailers },
            })),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('answers garbage with nothing but a syntax error', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          '\r\n',
          '\r\n\r\n',
          'GET / HTTP/1.1\r\n',
          'Content-Length: 3\r\n',
          'Transfer-Encoding: chunked\r\n',
          '0\r\n',
          'ffffffff\r\n',
        )
        .map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          parse(pieces);
        } catch (error) {
          expect(error).toBeInstanceOf(HttpSyntaxError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
