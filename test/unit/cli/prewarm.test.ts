import { describe, expect, it } from '@jest/globals';
import { parsePrewarm } from '../../../harness/cli/prewarm.ts';

describe('--prewarm', () => {
  it('says how many of which runtime', () => {
    expect(parsePrewarm('nodejs=2,python=1')).toEqual({ nodejs: 2, python: 1 });
    expect(parsePrewarm('python=10')).toEqual({ python: 10 });
  });

  it.each(['', 'nodejs', 'ruby=1', 'nodejs=-1', 'nodejs=2;python=1'])('refuses %j', (text) => {
    expect(() => parsePrewarm(text)).toThrow(expect.objectContaining({ code: 'USAGE' }));
  });
});
