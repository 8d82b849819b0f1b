import { describe, expect, it } from '@jest/globals';
import { parseOrigin } from '../../../../harness/load/native/origin.ts';

describe('an origin', () => {
  it.each([
    [
      'http://a.example',
      {
        kind: 'tcp',
        isSecure: false,
        host: 'a.example',
        port: 80,
        authority: 'a.example',
        serverName: 'a.example',
      },
    ],
    ['https://a.example/', { isSecure: true, port: 443, authority: 'a.example', serverName: 'a.example' }],
    [
      'http://127.0.0.1:3000',
      { host: '127.0.0.1', port: 3000, authority: '127.0.0.1:3000', serverName: undefined },
    ],
    ['https://[::1]:8443', { host: '::1', port: 8443, authority: '[::1]:8443', serverName: undefined }],
    ['http+unix:///run/a%20b.sock', { kind: 'unix', path: '/run/a%20b.sock', authority: 'localhost' }],
  ])('says how to connect: %s', (origin, expected) => {
    expect(parseOrigin(origin)).toMatchObject(expected);
  });

  it.each([
    '',
    'a.example',
    'ftp://a.example',
    'http://a.example/path',
    'http://a.example/?q',
    'http://u:p@a.example',
    'http+unix://run/a.sock',
  ])('is refused when it is none: %j', (origin) => {
    expect(() => parseOrigin(origin)).toThrow(expect.objectContaining({ code: 'SCENARIO_INVALID' }));
  });
});
