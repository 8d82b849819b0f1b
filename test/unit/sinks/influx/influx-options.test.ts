import { describe, expect, it } from '@jest/globals';
import { parseInfluxUrl, writePathOf } from '../../../../harness/sinks/influx/influx-options.ts';

describe('the address of an InfluxDB', () => {
  it.each([
    ['http://host:8086', 'http://host:8086', '/write?precision=ns&db=faasmark'],
    ['http://host:8086/', 'http://host:8086', '/write?precision=ns&db=faasmark'],
    ['http://host:8086?db=my%20runs', 'http://host:8086', '/write?precision=ns&db=my+runs'],
    ['http://host:8086?db=a&rp=weekly', 'http://host:8086', '/write?precision=ns&db=a&rp=weekly'],
    ['https://host/influx/?db=a', 'https://host/influx', '/write?precision=ns&db=a'],
    ['https://host?org=O&bucket=B', 'https://host', '/api/v2/write?precision=ns&org=O&bucket=B'],
    ['http://host:8181?bucket=B', 'http://host:8181', '/api/v2/write?precision=ns&bucket=B'],
  ])('%s is written to at %s%s', (value, url, path) => {
    const options = parseInfluxUrl(value, {});
    expect(options.url).toBe(url);
    expect(writePathOf(options.target)).toBe(path);
    expect(options.authorization).toBeUndefined();
  });

  it.each([
    ['localhost', /"localhost" is not the address/],
    ['localhost:8086', /"localhost:8086" is not the address/],
    ['ftp://host', /is not the address/],
    ['', /is not the address/],
    ['http://host?database=x', /unknown parameter "database"/],
    ['http://host?org=O', /neither a database nor a bucket/],
    ['http://host?db=a&bucket=B', /neither a database nor a bucket/],
  ])('%p is refused', (value, message) => {
    expect(() => parseInfluxUrl(value, {})).toThrow(
      expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
    );
  });

  it.each([
    'http://me:hunter2@host',
    'http://hunter2@host',
    'http://host?token=hunter2',
    'http://host?u=me&p=hunter2',
  ])('a credential in it is refused, and not repeated', (value) => {
    expect(() => parseInfluxUrl(value, {})).toThrow(
      expect.objectContaining({
        code: 'USAGE',
        message: expect.not.stringContaining('hunter2'),
        hint: expect.stringContaining('INFLUX_TOKEN'),
      }),
    );
  });
});

describe('the credentials of the environment', () => {
  const user = { INFLUX_USERNAME: 'me', INFLUX_PASSWORD: 'pass word' };
  const basic = `Basic ${Buffer.from('me:pass word').toString('base64')}`;
  it.each([
    ['a user', 'Basic for 1.x', 'http://host', user, basic],
    ['a token', 'Token for 1.x', 'http://host', { INFLUX_TOKEN: 't' }, 'Token t'],
    ['both', 'Basic for 1.x', 'http://host', { ...user, INFLUX_TOKEN: 't' }, basic],
    ['a token', 'Token for a bucket', 'http://host?bucket=B', { INFLUX_TOKEN: 't' }, 'Token t'],
    ['a user', 'Basic for a bucket', 'http://host?bucket=B', user, basic],
    ['both', 'Token for a bucket', 'http://host?bucket=B', { ...user, INFLUX_TOKEN: 't' }, 'Token t'],
  ])('%s becomes %s', (_given, _form, url, environment, authorization) => {
    expect(parseInfluxUrl(url, environment).authorization).toBe(authorization);
  });

  it.each([
    [{ INFLUX_USERNAME: 'me' }, 'INFLUX_USERNAME is set and INFLUX_PASSWORD is not'],
    [{ INFLUX_PASSWORD: 'x' }, 'INFLUX_PASSWORD is set and INFLUX_USERNAME is not'],
  ])('half a pair is refused: %j', (environment, message) => {
    expect(() => parseInfluxUrl('http://host', environment)).toThrow(
      expect.objectContaining({ code: 'USAGE', message }),
    );
  });
});
