import { describe, expect, it } from '@jest/globals';
import { readPlatformTags } from '../../../../platform/control/platform-tags.ts';

const read = (tags: Record<string, string>): unknown => readPlatformTags(new Map(Object.entries(tags)));

describe('the tags that mean something to the platform', () => {
  it('name the isolation level of a function', () => {
    expect(read({ 'faasmark:isolation': 'container', team: 'a' })).toMatchObject({ isolation: 'container' });
  });

  it('say how many sandboxes are made ahead', () => {
    expect(read({ 'faasmark:ahead': '3' })).toMatchObject({ ahead: 3 });
  });

  it('leave to the platform what they do not name', () => {
    expect(read({ team: 'a' })).toEqual({ ahead: 0, profileOptions: {} });
  });

  it('change what the profile of a function does', () => {
    expect(read({ 'faasmark:profile-options': 'routing=random  idleLifetimeMs=60000' })).toMatchObject({
      profileOptions: { routing: 'random', idleLifetimeMs: 60_000 },
    });
  });

  it.each([
    [{ 'faasmark:profile-options': 'routing' }, 'expected OPTION=VALUE, with spaces between them'],
    [{ 'faasmark:isolation': 'vm' }, "tag faasmark:isolation: 'vm': expected one of isolate, process"],
    [{ 'faasmark:ahead': '-1' }, "tag faasmark:ahead: '-1': expected a whole number from 0 to 100"],
    [{ 'faasmark:network': 'all' }, "tag faasmark:network: 'all': expected none or host"],
    [{ 'faasmark:ahead': '101' }, 'from 0 to 100'],
    [{ 'faasmark:isolaton': 'process' }, 'tag faasmark:isolaton'],
  ])('are refused when they mean nothing: %j', (tags, message) => {
    expect(() => read(tags as Record<string, string>)).toThrow(
      expect.objectContaining({
        type: 'InvalidParameterValueException',
        message: expect.stringContaining(message),
      }),
    );
  });
});
