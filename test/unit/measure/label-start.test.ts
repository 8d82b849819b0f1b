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
});
