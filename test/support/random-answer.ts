/** Answers of an HTTP server, right and wrong, cut into pieces at random. */
import fc from 'fast-check';

export interface RandomAnswer {
  /** All that the server sends before it closes the connection. */
  readonly answer: Buffer;
  /** It answers a HEAD request. */
  readonly isHead: boolean;
  readonly cuts: readonly number[];
}

const version = fc.constantFrom(
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.1',
  'HTTP/1.0',
  'HTTP/2.0',
  'HTTP/0.9',
  'ICE/1.0',
);
const status = fc.constantFrom('200', '200', '200', '204', '304', '404', '500', '101', '999', '099', '20');
const reason = fc.constantFrom(' OK', ' ', '', ' Not Found', ' a\x01b', ' \xe9', 'OK');

const plainField = fc.constantFrom(
  'Date: Tue, 24 Nov 2026 10:00:00 GMT',
  'X-Amzn-RequestId: 8f5',
  'x-empty:',
  'x-spaces: \t a b \t',
  'x-latin: \xe9\xff',
  'X!#$%&*+.^_`|~1: v',
  'Server: a',
  'Server: b',
);
const connectionField = fc.constantFrom(
  'Connection: close',
  'connection:keep-alive',
  'Connection: Keep-Alive, Close',
  'Connection: upgrade, close',
  'Connection: upgrade',
  'Connection: closed',
  'Connection: \tclose\t',
  'Connection: ,,close ,',
  'Proxy-Connection: close',
  'Upgrade: h2c',
  'Keep-Alive: timeout=5',
);
const brokenField = fc.constantFrom(
  ' folded: line',
  '\tfolded',
  'no-colon',
  ': no name',
  'space : before',
  'x: a\x00b',
  'x: a\x7fb',
  'x: a\rb',
  'x: a\nb',
  'Content-Length: 3',
  'Content-Length: 5\t',
  'Content-Length: +5',
  'Content-Length: 5, 5',
  'Content-Length: 5 5',
  'Content-Length: 0x5',
  'Content-Length:',
  'Content-Length: 18446744073709551616',
  'Content-Length: 9007199254740993',
  'Content-Length : 5',
  'Transfer-Encoding: gzip',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: chunked, gzip',
  'Transfer-Encoding: xchunked',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: identity',
);

const field = fc.oneof<fc.WeightedArbitrary<string>[]>(
  { arbitrary: plainField, weight: 12 },
  { arbitrary: connectionField, weight: 4 },
  { arbitrary: brokenField, weight: 1 },
);

const content = fc.constantFrom(
  '',
  'a',
  'hello',
  '{"answer":42}',
  '\r\n',
  '0\r\n\r\n',
  'HTTP/1.1 200 OK\r\n\r\n',
  '\0\xff'.repeat(40),
);

const extension = fc.constantFrom(
  '',
  '',
  '',
  '',
  ';a',
  ';a=b',
  ';a="b"',
  ';a="\\""',
  ';a;b=c',
  ';',
  ';a=',
  ' ;a',
  ';a=b c',
  ';=b',
  ';a="b',
);
const sizeOf = fc.constantFrom<(length: number) => string>(
  (length) => length.toString(16),
  (length) => length.toString(16),
  (length) => length.toString(16).toUpperCase(),
  (length) => length.toString(16).padStart(4, '0'),
  (length) => length.toString(16).padStart(20, '0'),
  (length) => ` ${length.toString(16)}`,
);
const chunk = fc
  .record({ content: content.filter((text) => text !== ''), extension, sizeOf })
  .map((part) => `${part.sizeOf(part.content.length)}${part.extension}\r\n${part.content}\r\n`);
const trailers = fc.constantFrom(
  '',
  '',
  '',
  'Checksum: 1\r\n',
  'a: b\r\nc: d\r\n',
  'Content-Length: 3\r\n',
  'bad\r\n',
  'Transfer-Encoding: chunked\r\n',
);

/** The field that frames the body, and the body as framed by it. */
const framed = fc.oneof(
  content.map((text) => ({ line: [`Content-Length: ${text.length}`], body: text })),
  content.map((text) => ({ line: [`content-length:00${text.length} `], body: text })),
  fc.record({ chunks: fc.array(chunk, { maxLength: 4 }), trailers, extension }).map((body) => ({
    line: ['Transfer-Encoding: chunked'],
    body: `${body.chunks.join('')}0${body.extension}\r\n${body.trailers}\r\n`,
  })),
  content.map((text) => ({ line: [], body: text })),
);

const interim = fc.constantFrom(
  '',
  '',
  '',
  '',
  'HTTP/1.1 100 Continue\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n',
  'HTTP/1.1 100\r\nContent-Length: 3\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nConnection: close\r\n\r\n',
  'HTTP/1.0 100 Continue\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nConnection: x,\tclose\t\r\n\r\n',
);
const before = fc.constantFrom('', '', '', '', '', '', '', '', '\r\n', '\n', 'x');
const after = fc.constantFrom('', '', '', 'x', '\r\n', 'HTTP/1.1 200 OK\r\n\r\n');

const wellFormed = fc
  .record({
    before,
    interim,
    version,
    status,
    reason,
    fields: fc.array(field, { maxLength: 6 }),
    framed,
    at: fc.nat(6),
    after,
  })
  .map((parts) => {
    const lines = parts.fields.toSpliced(parts.at, 0, ...parts.framed.line);
    const head = [`${parts.version} ${parts.status}${parts.reason}`, ...lines, '', ''].join('\r\n');
    return `${parts.before}${parts.interim}${head}${parts.framed.body}${parts.after}`;
  });

/** What a faulty server or a broken line makes of an answer. */
interface Mutation {
  readonly kind: 'replace' | 'insert' | 'remove' | 'truncate' | 'repeat';
  /** 0 to 1, of its length. */
  readonly at: number;
  readonly char: string;
}
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('replace', 'insert', 'remove', 'truncate', 'repeat'),
  at: fc.integer({ min: 0, max: 999 }).map((thousandths) => thousandths / 1000),
  char: fc.oneof(
    fc.constantFrom('\r', '\n', '\0', ' ', '\t', ':', ';', ',', '0', '1', 'f', '=', '"', '\x7f', '\x80'),
    fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  ),
});

function mutate(text: string, { kind, at, char }: Mutation): string {
  const index = Math.floor(at * text.length);
  switch (kind) {
    case 'replace':
      return text.slice(0, index) + char + text.slice(index + 1);
    case 'insert':
      return text.slice(0, index) + char + text.slice(index);
    case 'remove':
      return text.slice(0, index) + text.slice(index + 1);
    case 'truncate':
      return text.slice(0, index);
    case 'repeat':
      return text.slice(0, index) + text.slice(Math.max(0, index - 9));
  }
}

const mutations: fc.Arbitrary<readonly Mutation[]> = fc.oneof(
  fc.constant([]),
  fc.array(mutation, { minLength: 1, maxLength: 3 }),
);

export const randomAnswer: fc.Arbitrary<RandomAnswer> = fc
  .record({
    text: wellFormed,
    mutations,
    isHead: fc.constantFrom(false, false, false, false, true),
    cuts: fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 8 }),
  })
  .map(({ text, mutations: changes, isHead, cuts }) => {
    const answer = Buffer.from(changes.reduce<string>(mutate, text), 'latin1');
    return {
      answer,
      isHead,
      cuts: cuts.map((thousandths) => Math.floor((thousandths / 1000) * answer.length)),
    };
  });
