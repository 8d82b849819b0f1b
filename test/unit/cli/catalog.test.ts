import { describe, expect, it } from '@jest/globals';
import { catalog } from '../../../harness/cli/catalog.ts';

describe('the event of a function of the catalogue', () => {
  it.each([
    ['chain', 5, 'takes an object as its event, not 5'],
    ['sleep', {}, 'takes a number as sleepMs of its event, not nothing'],
    ['sleep', { sleepMs: '10' }, 'takes a number as sleepMs of its event, not a string'],
    [
      'chain',
      { urls: 'http://x', payloadBytes: 1, seed: 1 },
      'takes a list as urls of its event, not a string',
    ],
    ['payload-echo', { payload: null }, 'takes a string as payload of its event, not null'],
  ])('of %s cannot be %j', (name, event, problem) => {
    expect(() => catalog.expectedOutput(name, event, 0)).toThrow(
      expect.objectContaining({
        code: 'SCENARIO_INVALID',
        message: `the function ${name} of the catalogue ${problem}`,
      }),
    );
  });

  it('may have more fields', () => {
    expect(catalog.expectedOutput('sleep', { sleepMs: 7, why: 'because' }, 0)).toEqual({ sleptMs: 7 });
  });
});
