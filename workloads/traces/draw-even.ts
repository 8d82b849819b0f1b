/** Random draws that fill their range evenly: what is made of them has the shape of its law however few they are. */
import type { Random } from '../../harness/contract/seeded-random.ts';

/** `n` draws in [0, 1), one in each n-th of it, in random order. */
export function drawEven(n: number, random: Random): number[] {
  return shuffle(
    Array.from({ length: n }, (_, at) => (at + random()) / n),
    random,
  );
}

/** Fisher and Yates; in place. */
export function shuffle<Item>(items: Item[], random: Random): Item[] {
  for (let at = items.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [items[at], items[other]] = [items[other] as Item, items[at] as Item];
  }
  return items;
}
