import { describe, expect, it } from '@jest/globals';
import { readPlainRequest } from '../../../../platform/gateway/plain-request.ts';

const request = (head: string, body = ''): Buffer =>
  Buffer.from(`${head.replaceAll('\n', '\r\n')}\r\n\r\n${body}`);
const simple = 'POST /function/f?x=1 HTTP/1.1\nHost: localhost:1\nContent-Length: 2';

describe('a request that came whole', () => {
  it('is read with its headers and body', () => {
    expect(readPlainRequest(request(simple, '{}'))).toEqual({
      url: '/function/f?x=1',
      headers: expect.objectContaining({ host: 'localhost:1', origin: undefined }),
      body: Buffer.from('{}'),
    });
  });

  it('needs no body, and may keep its connection alive', () => {
    const read = readPlainRequest(request('POST /function/f HTTP/1.1\nHost: a\nConnection: keep-alive'));
    expect(read).toMatchObject({ url: '/function/f', body: Buffer.alloc(0) });
  });

  it.each<[string, Buffer]>([
    ['another method', request('GET /function/f HTTP/1.1\nHost: a')],
    ['another path', request('POST /2015-03-31/functions HTTP/1.1\nHost: a\nContent-Length: 2', '{}')],
    ['another version', request('POST /function/f HTTP/1.0\nHost: a')],
    ['a part of a head', Buffer.from('POST /function/f HTTP/1.1\r\nHost: a\r\n')],
    ['a part of a body', request(simple, '{')],
    ['more than one', request(simple, '{}POST')],
    ['a chunked body', request('POST /function/f HTTP/1.1\nTransfer-Encoding: chunked', '0\r\n\r\n')],
    ['one that waits for 100 Continue', request(`${simple}\nExpect: 100-continue`, '{}')],
    ['the last of its connection', request(`${simple}\nConnection: close`, '{}')],
    ['a header twice', request(`${simple}\nContent-Length: 2`, '{}')],
    ['a folded header', request(`${simple}\nX-A: 1\n 2`, '{}')],
    ['a header without a name', request(`${simple}\n: 1`, '{}')],
    ['a name that ends with a space', request(`${simple}\nX-A : 1`, '{}')],
    ['a length that is no number', request('POST /function/f HTTP/1.1\nContent-Length: +2', '{}')],
    ['nothing', Buffer.alloc(0)],
  ])('is left to node:http when it is %s', (_, bytes) => {
    expect(readPlainRequest(bytes)).toBeUndefined();
  });
});
