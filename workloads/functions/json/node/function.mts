/** Writes and reads JSON. The records are integers and ASCII text, so that every language writes the same bytes. */
import { createHash } from 'node:crypto';

export function handle(event: { readonly items: number; readonly seed: number }): {
  items: number;
  bytes: number;
  sha256: string;
} {
  const records: unknown[] = [];
  let state = event.seed >>> 0;
  for (let id = 0; id < event.items; id++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    records.push({
      id,
      value: state,
      name: `item-${state % 1000}`,
      tags: [state % 7, state % 11, state % 13],
    });
  }
  const text = JSON.stringify(records);
  const again = JSON.stringify(JSON.parse(text));
  return {
    items: event.items,
    bytes: Buffer.byteLength(again),
    sha256: createHash('sha256').update(again).digest('hex'),
  };
}
