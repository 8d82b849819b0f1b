/** Writes and reads JSON. The records are integers and ASCII text, so that every language writes the same bytes. */
import { createHash } from 'node:crypto';
import { createRandom } from '../../shared/node/seeded.mts';

export function handle({ items, seed }: { readonly items: number; readonly seed: number }): {
  items: number;
  bytes: number;
  sha256: string;
} {
  const below = createRandom(seed);
  const records = Array.from({ length: items }, (_, id) => ({
    id,
    value: below(1_000_000),
    name: `item-${below(1000)}`,
    tags: [below(7), below(11), below(13)],
  }));
  const again = JSON.stringify(JSON.parse(JSON.stringify(records)));
  return {
    items,
    bytes: Buffer.byteLength(again),
    sha256: createHash('sha256').update(again).digest('hex'),
  };
}
