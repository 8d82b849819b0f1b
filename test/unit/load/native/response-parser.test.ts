import { describe, expect, it } from '@jest/globals';
import { maxHeadBytes } from '../../../../harness/load/native/response-limits.ts';
import { ResponseParser } from '../../../../harness/load/native/response-parser.ts';
import type { Verdict } from '../../../support/llhttp.ts';
import { readResponse } from '../../../support/read-response.ts';

const ok = 'HTTP/1.1 200 OK\r\n';
const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;

interface Expected {
  readonly status?: number;
  readonly body?: string;
  readonly keepsConnection?: boolean;
  /** Bytes after the answer. */
  readonly leftover?: number;
  readonly isHead?: boolean;
}

const right: readonly (readonly [title: string, answer: string, expected: Expected])[] = [
  ['a body of the length that it says', `${ok}Content-Length: 5\r\n\r\nhello`, { body: 'hello' }],
  ['no body', `${ok}Content-Length: 0\r\n\r\n`, {}],
  ['a length with leading zeros and spaces', `${ok}Content-Length:  005 \r\n\r\nhello`, { body: 'hello' }],
  ['no reason', 'HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n', {}],
  ['an empty reason', 'HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n', { status: 404 }],
  ['a reason beyond ASCII', 'HTTP/1.1 599 \xe9\t!\r\nContent-Length: 0\r\n\r\n', { status: 599 }],
  ['bytes after it', `${ok}Content-Length: 1\r\n\r\nabc`, { body: 'a', leftover: 2 }],
  ['one chunk', `${chunked}5\r\nhello\r\n0\r\n\r\n`, { body: 'hello' }],
  ['several chunks', `${chunked}1\r\nh\r\n02\r\nel\r\n2\r\nlo\r\n0\r\n\r\n`, { body: 'hello' }],
  ['a chunk that looks like framing', `${chunked}5\r\n0\r\n\r\n\r\n0\r\n\r\n`, { body: '0\r\n\r\n' }],
  [
    'sizes in either case',
    `${chunked}A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n`,
    { body: '01234567890123456789' },
  ],
  ['extensions', `${chunked}5;a;b=c;d="e;\\"f"\r\nhello\r\n0;g\r\n\r\n`, { body: 'hello' }],
  ['trailers', `${chunked}5\r\nhello\r\n0\r\nChecksum: 1\r\nX:\r\n\r\n`, { body: 'hello' }],
  ['bytes after the last chunk', `${chunked}0\r\n\r\nabc`, { leftover: 3 }],
  ['the end of the connection', `${ok}\r\nhello`, { body: 'hello', keepsConnection: false }],
  ['the end of the connection at once', `${ok}\r\n`, { keepsConnection: false }],
  ['an interim answer before', `HTTP/1.1 100 Continue\r\n\r\n${ok}Content-Length: 1\r\n\r\na`, { body: 'a' }],
  [
    'interim answers before, with headers',
    `HTTP/1.1 103 Early Hints\r\nContent-Length: 9\r\n\r\nHTTP/1.1 102\r\n\r\n${chunked}0\r\n\r\n`,
    {},
  ],
  ['status 204, whatever it says', 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', { status: 204 }],
  [
    'status 304, whatever it says',
    'HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n',
    { status: 304 },
  ],
  ['a HEAD request', `${ok}Content-Length: 5\r\n\r\n`, { isHead: true }],
  ['a HEAD request without a length', `${ok}\r\n`, { isHead: true }],
  [
    'Connection: close',
    `${ok}Connection: x , Close\r\nContent-Length: 0\r\n\r\n`,
    { keepsConnection: false },
  ],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', { keepsConnection: false }],
  ['HTTP/1.0 that keeps', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', {}],
  [
    'HTTP/1.0 that keeps and closes',
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    { keepsConnection: false },
  ],
];

const wrong: readonly (readonly [title: string, answer: string, code: string])[] = [
  ['nothing', '', 'HPE_CLOSED_BEFORE_ANSWER'],
  ['only an interim answer', 'HTTP/1.1 100 Continue\r\n\r\n', 'HPE_CLOSED_BEFORE_ANSWER'],
  ['the end in the status line', 'HTTP/1.1 20', 'HPE_CLOSED_IN_ANSWER'],
  ['the end in the head', `${ok}A: b\r\n`, 'HPE_CLOSED_IN_ANSWER'],
  ['the end in the body', `${ok}Content-Length: 5\r\n\r\nhell`, 'HPE_CLOSED_IN_ANSWER'],
  ['the end in a chunk', `${chunked}5\r\nhell`, 'HPE_CLOSED_IN_ANSWER'],
  ['the end before the last chunk', `${chunked}5\r\nhello\r\n`, 'HPE_CLOSED_IN_ANSWER'],
  ['the end in the trailers', `${chunked}0\r\nA: b\r\n`, 'HPE_CLOSED_IN_ANSWER'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.2\r\n', 'HPE_STATUS_LINE'],
  ['HTTP/2', 'HTTP/2.0 200 OK\r\n\r\n', 'HPE_STATUS_LINE'],
  ['HTTP/1.2', 'HTTP/1.2 200 OK\r\n\r\n', 'HPE_STATUS_LINE'],
  ['an empty line before it', `\r\n${ok}\r\n`, 'HPE_STATUS_LINE'],
  ['two digits', 'HTTP/1.1 20 OK\r\n\r\n', 'HPE_STATUS_LINE'],
  ['four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 'HPE_STATUS_LINE'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', 'HPE_STATUS_LINE'],
  ['two spaces', 'HTTP/1.1  200 OK\r\n\r\n', 'HPE_STATUS_LINE'],
  ['a reason without a space', 'HTTP/1.1 200OK\r\n\r\n', 'HPE_STATUS_LINE'],
  ['a bare line feed after the status', 'HTTP/1.1 200 OK\nA: b\r\n\r\n', 'HPE_STATUS_LINE'],
  ['a short line with a bare line feed', 'HTTP/1.1\n', 'HPE_STATUS_LINE'],
  ['a bare line feed after a header', `${ok}A: b\nC: d\r\n\r\n`, 'HPE_HEADER'],
  ['a bare line feed at the end of the head', `${ok}A: b\r\n\n`, 'HPE_HEADER'],
  ['a bare carriage return', `${ok}A: b\rc\r\n\r\n`, 'HPE_HEADER'],
  ['a folded header', `${ok}A: b\r\n c\r\n\r\n`, 'HPE_HEADER'],
  ['a header without a colon', `${ok}A\r\n\r\n`, 'HPE_HEADER'],
  ['a header without a name', `${ok}: b\r\n\r\n`, 'HPE_HEADER'],
  ['a space before the colon', `${ok}A : b\r\n\r\n`, 'HPE_HEADER'],
  ['a zero byte in a value', `${ok}A: b\0c\r\n\r\n`, 'HPE_HEADER'],
  [
    'a length and chunks',
    `${ok}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'HPE_CONTENT_LENGTH',
  ],
  [
    'chunks and a length',
    `${ok}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n`,
    'HPE_CONTENT_LENGTH',
  ],
  [
    'two lengths that differ',
    `${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    'HPE_CONTENT_LENGTH',
  ],
  [
    'two lengths that agree',
    `${ok}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`,
    'HPE_CONTENT_LENGTH',
  ],
  ['a list of lengths', `${ok}Content-Length: 5, 5\r\n\r\nhello`, 'HPE_CONTENT_LENGTH'],
  ['an empty length', `${ok}Content-Length:\r\n\r\n`, 'HPE_CONTENT_LENGTH'],
  ['a signed length', `${ok}Content-Length: +5\r\n\r\nhello`, 'HPE_CONTENT_LENGTH'],
  ['a length with a tab after it', `${ok}Content-Length: 5\t\r\n\r\nhello`, 'HPE_CONTENT_LENGTH'],
  ['a length beyond counting', `${ok}Content-Length: 9007199254740993\r\n\r\n`, 'HPE_CONTENT_LENGTH'],
  [
    'a coding that nobody asked for',
    `${ok}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
    'HPE_TRANSFER_ENCODING',
  ],
  [
    'chunks twice',
    `${ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'HPE_TRANSFER_ENCODING',
  ],
  [
    'chunks in HTTP/1.0',
    'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'HPE_TRANSFER_ENCODING',
  ],
  ['framing in a trailer', `${chunked}0\r\nTransfer-Encoding: chunked\r\n\r\n`, 'HPE_TRANSFER_ENCODING'],
  ['a length in a trailer', `${chunked}0\r\nContent-Length: 5\r\n\r\n`, 'HPE_CONTENT_LENGTH'],
  ['a chunk without a size', `${chunked}\r\n\r\n`, 'HPE_CHUNK'],
  ['a chunk size that is no number', `${chunked}5g\r\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a signed chunk size', `${chunked}-5\r\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a chunk size with 0x', `${chunked}0x5\r\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a chunk size with too many digits', `${chunked}00000000000005\r\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a space after a chunk size', `${chunked}5 \r\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a bare line feed after a chunk size', `${chunked}5\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a bare line feed in an extension', `${chunked}5;a\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a broken extension', `${chunked}5;a="b\r\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['an endless extension', `${chunked}5;${'a'.repeat(4096)}\r\nhello\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a chunk that is too long', `${chunked}5\r\nhello!\r\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a chunk that ends in a bare line feed', `${chunked}5\r\nhello\n0\r\n\r\n`, 'HPE_CHUNK'],
  ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', 'HPE_UPGRADE'],
  [
    'an interim answer that closes',
    `HTTP/1.1 100 Continue\r\nConnection: close\r\n\r\n${ok}\r\n`,
    'HPE_INTERIM',
  ],
];

const bytesOf = (answer: string): Buffer => Buffer.from(answer, 'latin1');
const codeOf = (verdict: Verdict): string =>
  (verdict.kind === 'refused' ? verdict.error.split(':')[0] : verdict.kind) ?? '';

describe('the response parser', () => {
  it.each(right)('reads an answer with %s', (_, answer, expected) => {
    const { status = 200, body = '', keepsConnection = true, leftover = 0, isHead = false } = expected;

    expect(readResponse(bytesOf(answer), { isHead })).toMatchObject({
      kind: 'answered',
      status,
      body,
      keepsConnection,
      consumed: answer.length - leftover,
    });
  });

  it.each(wrong)('refuses %s', (_, answer, code) => {
    expect(codeOf(readResponse(bytesOf(answer)))).toBe(code);
  });

  it.each(right)('reads it the same, cut at any byte: %s', (_, answer, { isHead = false, leftover = 0 }) => {
    const bytes = bytesOf(answer);
    const whole = readResponse(bytes, { isHead });
    const cuts = Array.from(bytes, (_byte, i) => i);
    // Cut everywhere it is over before what follows it has come.
    const alone = bytes.subarray(0, bytes.length - leftover);

    for (const cut of cuts) expect(readResponse(bytes, { isHead, cuts: [cut] })).toEqual(whole);
    expect(readResponse(alone, { isHead, cuts })).toEqual(whole);
  });

  it.each(wrong)('refuses it, cut at any byte: %s', (_, answer) => {
    const bytes = bytesOf(answer);
    const cuts = Array.from(bytes, (_byte, i) => i);

    for (const cut of bytes.length > 1000 ? [1000] : cuts) {
      expect(readResponse(bytes, { cuts: [cut] }).kind).toBe('refused');
    }
    expect(readResponse(bytes, { cuts }).kind).toBe('refused');
  });

  it('reads one answer after the other, none disturbed by the one before', () => {
    const parser = new ResponseParser(1000);
    for (const [, answer, { isHead = false }] of [...right, ...right.toReversed()]) {
      const bytes = bytesOf(answer);
      for (const cuts of [[], [20], [3, 30, 50]]) {
        expect(readResponse(bytes, { isHead, cuts, parser })).toEqual(readResponse(bytes, { isHead }));
      }
    }
  });

  it('gives the first header of a name, trimmed, as Latin-1', () => {
    const answer = `${ok}X-A: \t one\xe9 \r\nx-a: two\r\nX-AB: three\r\nX-Empty:\r\nContent-Length: 0\r\n\r\n`;

    expect(readResponse(bytesOf(answer))).toMatchObject({
      fields: [
        ['x-a', 'one\xe9'],
        ['x-a', 'one\xe9'],
        ['x-ab', 'three'],
        ['x-empty', ''],
        ['content-length', '0'],
      ],
    });
  });
});

describe('the limits of the response parser', () => {
  const head = (length: number): string => {
    const frame = `${ok}Content-Length: 0\r\nA: \r\n\r\n`;
    return frame.replace('A: ', `A: ${'b'.repeat(length - frame.length)}`);
  };

  it.each([[[]], [[100]], [[40_000, 50_000, 60_000]]])('a head of 64 KiB, cut at %j', (cuts) => {
    expect(readResponse(bytesOf(head(maxHeadBytes)), { cuts }).kind).toBe('answered');
    expect(codeOf(readResponse(bytesOf(head(maxHeadBytes + 1)), { cuts }))).toBe('HPE_HEAD_TOO_LARGE');
  });

  it('a head that never ends, and one that is only interim answers', () => {
    expect(codeOf(readResponse(bytesOf(`${ok}A: ${'b'.repeat(100_000)}`)))).toBe('HPE_HEAD_TOO_LARGE');
    expect(codeOf(readResponse(bytesOf('HTTP/1.1 100 Continue\r\n\r\n'.repeat(4000))))).toBe(
      'HPE_HEAD_TOO_LARGE',
    );
    expect(codeOf(readResponse(bytesOf(`${chunked}0\r\n${'A: b\r\n'.repeat(12_000)}`)))).toBe(
      'HPE_HEAD_TOO_LARGE',
    );
  });

  it.each([
    ['a length', `${ok}Content-Length: 1001\r\n\r\n`],
    ['chunks', `${chunked}3e8\r\n${'x'.repeat(1000)}\r\n1\r\n`],
    ['the end of the connection', `${ok}\r\n${'x'.repeat(1001)}`],
  ])('a body with %s', (_, answer) => {
    expect(codeOf(readResponse(bytesOf(answer), { maxBodyBytes: 1000 }))).toBe('HPE_BODY_TOO_LARGE');
    expect(codeOf(readResponse(bytesOf(answer), { maxBodyBytes: 1001 }))).not.toBe('HPE_BODY_TOO_LARGE');
  });

  it('a large body in many pieces is whole', () => {
    const body = Array.from({ length: 500 }, (_, i) => String(i).repeat(700)).join('');
    const answer = bytesOf(
      `${chunked}${body
        .match(/.{1,1234}/g)
        ?.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
        .join('')}0\r\n\r\n`,
    );
    const cuts = Array.from({ length: 200 }, (_, i) => i * 4321);

    expect(readResponse(answer, { cuts })).toMatchObject({ body });
  });
});
