/** So many of a stream whose length nobody knows, each as likely as the others (reservoir sampling, Waterman's algorithm R). */
import { createRandom } from '../../harness/contract/seeded-random.ts';

export interface Sample<Item> {
  add(item: Item): void;
  /** In the order of the stream. */
  chosen(): Item[];
}

/** @param size - Infinity keeps all. */
export function chooseSample<Item>(size: number, seed: number): Sample<Item> {
  const random = createRandom(seed);
  const kept: { readonly item: Item; readonly at: number }[] = [];
  let seen = 0;
  return {
    add(item) {
      const at = seen++;
      if (kept.length < size) kept.push({ item, at });
      else {
        const slot = Math.floor(random() * seen);
        if (slot < size) kept[slot] = { item, at };
      }
    },
    chosen: () => kept.toSorted((a, b) => a.at - b.at).map(({ item }) => item),
  };
}
