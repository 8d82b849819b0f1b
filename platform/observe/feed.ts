/** What happens, in order, for those who come later and for those who listen: a bounded memory and its subscribers. */

export interface Numbered<Item> {
  /** From 1, without gaps: by it a reader goes on where it stopped. */
  readonly sequence: number;
  readonly item: Item;
}

export type FeedListener<Item> = (entry: Numbered<Item>) => void;

export interface Feed<Item> {
  push(item: Item): void;
  /** Those after a sequence number that are still remembered, oldest first. */
  since(sequence: number): readonly Numbered<Item>[];
  /** @returns what ends it. */
  subscribe(listener: FeedListener<Item>): () => void;
}

/** @param remembered - most items kept. */
export function createFeed<Item>(remembered: number): Feed<Item> {
  const entries: Numbered<Item>[] = [];
  const listeners = new Set<FeedListener<Item>>();
  let sequence = 0;
  return {
    push(item) {
      const entry = { sequence: ++sequence, item };
      entries.push(entry);
      // Now and then, since taking the first one out moves all others.
      if (entries.length > 2 * remembered) entries.splice(0, entries.length - remembered);
      for (const listener of listeners) listener(entry);
    },
    since: (after) => entries.slice(-remembered).filter((entry) => entry.sequence > after),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
