import { describe, expect, it } from '@jest/globals';
import { toUrl } from '../../../../platform/gateway/to-url.ts';

describe('the target of a request', () => {
  it.each([
    ['a path', '/admin/health', '/admin/health', ''],
    ['a path with a query', '/a?b=c', '/a', '?b=c'],
    ['nothing', undefined, '/', ''],
    ['an asterisk', '*', '/*', ''],
    ['what looks like another host', '//example.com/a', '//example.com/a', ''],
    ['what looks like a broken host', '//[', '//[', ''],
    ['a whole URL', 'http://example.com/a', '/http://example.com/a', ''],
  ])('is a path, also when it is %s', (_, target, pathname, search) => {
    expect(toUrl(target)).toMatchObject({ host: 'platform', pathname, search });
  });
});
