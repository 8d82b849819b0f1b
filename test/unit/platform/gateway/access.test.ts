import { describe, expect, it } from '@jest/globals';
import { createAccessCheck, isLoopback } from '../../../../platform/gateway/access.ts';

describe('an address', () => {
  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.1.1', false],
    ['127.0.0.1.example.com', false],
    ['localhost.example.com', false],
  ])('%s is of this machine alone: %s', (host, isLocal) => {
    expect(isLoopback(host)).toBe(isLocal);
  });
});

describe('without a token', () => {
  const check = createAccessCheck(undefined);
  it.each([
    ['a program on this machine', { host: '127.0.0.1:9001' }, true],
    ['a program that says localhost', { host: 'localhost:9001' }, true],
    ['a program that uses IPv6', { host: '[::1]:9001' }, true],
    ['an old client that names no host', {}, true],
    ['a web page', { host: '127.0.0.1:9001', origin: 'http://example.com' }, false],
    ['a web page of this machine', { host: '127.0.0.1:9001', origin: 'http://127.0.0.1:9001' }, false],
    ['a web page whose name was bound to this machine', { host: 'example.com:9001' }, false],
  ])('%s may enter: %#', (_, headers, isAllowed) => {
    expect(check(headers).isAllowed).toBe(isAllowed);
  });
});

describe('with a token', () => {
  const check = createAccessCheck('secret');
  it.each([
    ['the token', { 'x-faasmark-token': 'secret' }, true],
    ['the token as a bearer', { authorization: 'Bearer secret' }, true],
    [
      'the token beside a signature of the AWS client',
      { authorization: 'AWS4-HMAC-SHA256 Credential=x', 'x-faasmark-token': 'secret' },
      true,
    ],
    [
      'the token, from anywhere',
      { host: 'example.com', origin: 'http://example.com', 'x-faasmark-token': 'secret' },
      true,
    ],
    ['no token', { host: '127.0.0.1' }, false],
    ['another token', { 'x-faasmark-token': 'guess' }, false],
    ['a part of it', { 'x-faasmark-token': 'secre' }, false],
    ['a signature alone', { authorization: 'AWS4-HMAC-SHA256 Credential=secret' }, false],
  ])('who brings %s may enter: %#', (_, headers, isAllowed) => {
    expect(check(headers).isAllowed).toBe(isAllowed);
  });
});
