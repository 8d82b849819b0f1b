import { describe, expect, it } from '@jest/globals';
import { toTextTable } from '../../../harness/cli/text-table.ts';

describe('a table of text', () => {
  it('has columns as wide as their widest cell, and numbers to the right', () => {
    expect(
      toTextTable(
        ['NAME', 'COUNT'],
        [
          ['a', 5],
          ['longer', 12_345_678],
        ],
      ),
    ).toBe('NAME    COUNT\na              5\nlonger  12345678\n');
  });
});
