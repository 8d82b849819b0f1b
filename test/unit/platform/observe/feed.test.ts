import { describe, expect, it } from '@jest/globals';
import { createFeed } from '../../../../platform/observe/feed.ts';

const items = (entries: readonly { readonly item: unknown }[]): unknown[] => entries.map(({ item }) => item);

describe('a feed', () => {
  it('remembers the last items, each under its number', () => {
    const feed = createFeed<string>(3);
    for (const item of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) feed.push(item);
    expect(feed.since(0)).toEqual([
      { sequence: 5, item: 'e' },
      { sequence: 6, item: 'f' },
      { sequence: 7, item: 'g' },
    ]);
    expect(items(feed.since(6))).toEqual(['g']);
    expect(feed.since(7)).toEqual([]);
  });

  it('tells its listeners until they have had enough', () => {
    const feed = createFeed<string>(3);
    const heard: string[] = [];
    const stop = feed.subscribe(({ item }) => heard.push(item));
    feed.push('a');
    stop();
    feed.push('b');
    expect(heard).toEqual(['a']);
  });
});
