import { describe, expect, it } from '@jest/globals';
import { type Page, toPage } from '../../../../platform/gateway/paging.ts';

function pageOf(items: readonly string[], query: Readonly<Record<string, string>> = {}): Page<string> {
  return toPage(items, (item) => item, new URLSearchParams(query));
}

describe('a page', () => {
  it('is in order of the keys, and without a marker when it is the last', () => {
    expect(pageOf(['c', 'a', 'b'])).toEqual({ items: ['a', 'b', 'c'], marker: undefined });
    expect(pageOf([])).toEqual({ items: [], marker: undefined });
  });

  it('goes on behind the one before, though what ended that is gone', () => {
    const { items, marker = '' } = pageOf(['a', 'b', 'c', 'd'], { MaxItems: '2' });
    expect(items).toEqual(['a', 'b']);
    expect(pageOf(['a', 'c', 'd'], { Marker: marker })).toEqual({ items: ['c', 'd'], marker: undefined });
  });

  it('has 50 entries at most, whatever is asked for', () => {
    const items = Array.from({ length: 60 }, (_, index) => String(index));
    expect(pageOf(items, { MaxItems: '10000' }).items).toHaveLength(50);
  });

  it.each(['0', '-1', '1.5', '10001', 'many'])('cannot have %s entries', (MaxItems) => {
    expect(() => pageOf(['a'], { MaxItems })).toThrow(
      expect.objectContaining({ type: 'InvalidParameterValueException' }),
    );
  });
});
