import { describe, expect, it } from '@jest/globals';
import { FaasmarkError } from '../../../harness/contract/errors.ts';
import { exitCodeOf, toErrorText } from '../../../harness/cli/show-error.ts';

describe('an error in the terminal', () => {
  it('is its code, its message and its hint, without a stack', () => {
    const error = new FaasmarkError('PORT_TAKEN', 'the port 80 is taken', { hint: 'Choose another.' });
    expect(toErrorText(error)).toMatch(/✗ PORT_TAKEN.* the port 80 is taken\n.*→ Choose another\./);
    expect(toErrorText(error)).not.toContain('at ');
    expect(exitCodeOf(error)).toBe(106);
  });

  it('that nobody raised on purpose comes with its stack and exit code 1', () => {
    const error = new TypeError('x is not a function');
    expect(toErrorText(error)).toContain('a defect of faasmark');
    expect(toErrorText(error)).toContain('show-error.test');
    expect(exitCodeOf(error)).toBe(1);
  });
});
