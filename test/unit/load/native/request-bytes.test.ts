import { describe, expect, it } from '@jest/globals';
import type { InvocationTarget } from '../../../../harness/contract/target.ts';
import { RequestBytes, type RequestOptions } from '../../../../harness/load/native/request-bytes.ts';

const target: InvocationTarget = {
  origin: 'http://127.0.0.1:3000',
  path: '/2015-03-31/functions/f/invocations',
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Amz-Log-Type': 'Tail' },
  body: '{"n":1}',
  dialect: 'lambda-invoke',
  timeoutMs: 1000,
};
const options: RequestOptions = { authority: '127.0.0.1:3000', closes: false };

function create(changes: Partial<InvocationTarget> = {}, others: Partial<RequestOptions> = {}): RequestBytes {
  return new RequestBytes({ ...target, ...changes }, { ...options, ...others });
}
const text = (request: RequestBytes): string => request.bytes.toString('utf8');

describe('the bytes of a request', () => {
  it('are the whole of it', () => {
    expect(text(create())).toBe(
      'POST /2015-03-31/functions/f/invocations HTTP/1.1\r\n' +
        'Host: 127.0.0.1:3000\r\nContent-Type: application/json\r\nX-Amz-Log-Type: Tail\r\n' +
        'Content-Length: 7\r\n\r\n{"n":1}',
    );
  });

  it('have no body and no length for GET', () => {
    expect(text(create({ method: 'GET', headers: {} }))).toBe(
      'GET /2015-03-31/functions/f/invocations HTTP/1.1\r\nHost: 127.0.0.1:3000\r\n\r\n',
    );
  });

  it('say the length of an empty body, and of one beyond ASCII in bytes', () => {
    expect(text(create({ body: '' }))).toContain('Content-Length: 0\r\n\r\n');
    expect(text(create({ body: 'ä€' }))).toContain('Content-Length: 5\r\n\r\nä€');
  });

  it('have the host that was signed, once', () => {
    const request = text(create({ headers: { host: 'lambda.eu-west-1.amazonaws.com' } }));

    expect(request.match(/^host:.*$/gim)).toEqual(['host: lambda.eu-west-1.amazonaws.com']);
  });

  it.each(['Content-Length', 'transfer-encoding', 'Connection', 'Keep-Alive', 'Upgrade', 'Expect'])(
    'leave out what the client decides: %s',
    (name) => {
      expect(text(create({ headers: { [name]: '9' } }))).not.toContain(`${name}: 9`);
    },
  );

  it('say that the connection closes, where it does', () => {
    expect(text(create({}, { closes: true }))).toContain('\r\nConnection: close\r\n');
    expect(text(create())).not.toContain('Connection');
  });

  it.each([
    ['a name with a space', { 'X A': '1' }],
    ['a name with a colon', { 'X:': '1' }],
    ['no name', { '': '1' }],
    ['a line end in a value', { X: '1\r\nY: 2' }],
    ['a bare line feed in a value', { X: '1\n2' }],
    ['a zero byte in a value', { X: '1\0' }],
    ['a value beyond Latin-1', { X: '€' }],
  ])('are not made of %s', (_, headers) => {
    expect(() => create({ headers })).toThrow(expect.objectContaining({ code: 'SCENARIO_INVALID' }));
    const request = create();
    expect(() => request.setHeaders(headers)).toThrow(expect.objectContaining({ code: 'SCENARIO_INVALID' }));
  });

  it('do not show the value of a header that cannot be sent', () => {
    expect(() => create({ headers: { Authorization: 'secret\n' } })).toThrow(
      /^value of the header Authorization$/,
    );
  });

  it.each(['', 'f', '/a b', '/a\r\nX: 1', '/ä'])('are not made of the path %j', (path) => {
    expect(() => create({ path })).toThrow(expect.objectContaining({ code: 'SCENARIO_INVALID' }));
  });

  it('change with the headers; those that were handed out before do not', () => {
    const request = create();
    const before = request.bytes;
    const copy = Buffer.from(before);

    request.setHeaders({ Authorization: 'AWS4-HMAC-SHA256 new' });

    expect(text(request)).toContain('\r\nAuthorization: AWS4-HMAC-SHA256 new\r\n');
    expect(text(request)).not.toContain('X-Amz-Log-Type');
    expect(text(request)).toMatch(/\{"n":1\}$/);
    expect(before).toEqual(copy);
  });
});

describe('the slots of a request', () => {
  const slots = [
    { header: 'X-Ticket', width: 6 },
    { header: 'X-Sent-At', width: 16 },
  ];

  it('are filled where they are, the rest stays', () => {
    const request = create({}, { slots });
    const { bytes } = request;

    request.fill(0, 42);
    request.fill(1, 9_007_199_254_740_991);

    expect(request.bytes).toBe(bytes);
    expect(text(request)).toContain('X-Ticket: 000042\r\nX-Sent-At: 9007199254740991\r\n\r\n{"n":1}');
    request.fill(0, 7);
    expect(text(request)).toContain('X-Ticket: 000007\r\n');
  });

  it('lose the digits for which they have no room', () => {
    const request = create({}, { slots });

    request.fill(0, 12_345_678);

    expect(text(request)).toContain('X-Ticket: 345678\r\n');
  });

  it('are found again after the headers were replaced', () => {
    const request = create({}, { slots });

    request.setHeaders({ A: 'a much longer header than before' });
    request.fill(0, 42);

    expect(text(request)).toContain('X-Ticket: 000042\r\n');
  });

  it('can leave the present bytes to a socket that still sends them', () => {
    const request = create({}, { slots });
    request.fill(0, 1);
    const sending = request.bytes;

    request.detach();
    request.fill(0, 2);

    expect(sending.toString()).toContain('X-Ticket: 000001');
    expect(text(request)).toContain('X-Ticket: 000002');
  });
});
