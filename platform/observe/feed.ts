/** What happens, in order, for those who come later and for those who listen: a bounded memory and its subscribers. */

export interface Numbered<Item> {
  /** From 1, without gaps: by it a reader goes on where it stopped. */
  readonly sequence: number;
  readonly item: Item;
}

export type FeedListener<Item> = (entry: Numbered<Item>) => void;

export interface FeedReader<Item> {
  /** Those after a sequence number that are still remembered, oldest first. */
  since(sequence: number): readonly Numbered<Item>[];
  /** @returns what ends it. */
  subscribe(listener: FeedListener<Item>): () => void;
}

export interface Feed<Item> extends FeedReader<Item> {
  push(item: Item): void;
}

/** The places of a bounded memory, each used again when all have been. */
export interface Ring<Item> extends FeedReader<Item> {
  /** Where to keep the next item, from 0 to below the bound. */
  nextPlace(): number;
  /** It is kept there. */
  commit(): void;
}

/**
 * @param remembered - most items kept.
 * @param read - what is kept at a place: items are made only for those who ask.
 */
export function createRing<Item>(remembered: number, read: (place: number) => Item): Ring<Item> {
  const listeners = new Set<FeedListener<Item>>();
  let last = 0;
  const toEntry = (sequence: number): Numbered<Item> => ({
    sequence,
    item: read((sequence - 1) % remembered),
  });
  return {
    nextPlace: () => last % remembered,
    commit() {
      last++;
      if (listeners.size === 0) return;
      const entry = toEntry(last);
      for (const listener of listeners) listener(entry);
    },
    since(sequence) {
      const first = Math.max(sequence, last - remembered, 0) + 1;
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => toEntry(first + index));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** @param remembered - most items kept. */
export function createFeed<Item>(remembered: number): Feed<Item> {
  const items: Item[] = [];
  // Only places that have been written are read.
  const ring = createRing(remembered, (place) => items[place] as Item);
  return {
    push(item) {
      items[ring.nextPlace()] = item;
      ring.commit();
    },
    since: (sequence) => ring.since(sequence),
    subscribe: (listener) => ring.subscribe(listener),
  };
}
