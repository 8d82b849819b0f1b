import { describe, expect, it } from '@jest/globals';
import { labelStart } from '../../../harness/measure/label-start.ts';

describe('the start kind', () => {
  it.each([
    ['first of its instance, provider silent', 1, undefined, 'cold', 'probe'],
    ['first of its instance, provider initialised', 1, true, 'cold', 'probe'],
    ['first of an instance that was started ahead', 1, false, 'warm', 'probe'],
    ['third of its instance', 3, undefined, 'warm', 'probe'],
    ['third of its instance, whatever the provider says', 3, true, 'warm', 'probe'],
    ['no probe, provider initialised', undefined, true, 'cold', 'provider'],
    ['no probe, provider did not initialise', undefined, false, 'warm', 'provider'],
    ['nobody says anything', undefined, undefined, 'unknown', 'none'],
  ] as const)('%s', (_, probeInvocation, providerInit, start, evidence) => {
    expect(labelStart({ probeInvocation, providerInit })).toEqual({ start, evidence });
  });

  it.each([
    ['its first, and so the one that it initialised for', 1, true, 'cold', 'probe'],
    ['not its first', 2, false, 'coldWaiter', 'provider'],
    ['without a probe, and told of no initialisation', undefined, false, 'coldWaiter', 'provider'],
    ['without a probe, and told of one', undefined, true, 'cold', 'provider'],
  ] as const)(
    'of one that waited for an instance which was starting: %s',
    (_, probeInvocation, providerInit, start, evidence) => {
      expect(labelStart({ probeInvocation, providerInit, isColdWaiter: true })).toEqual({ start, evidence });
    },
  );
});
