/** Writes, reads and deletes values in a key-value store: `PUT`, `GET` and `DELETE` of `url`/KEY. */
import { createHash, randomUUID } from 'node:crypto';
import { exchange } from '../../shared/node/http.mts';
import { toText } from '../../shared/node/seeded.mts';

interface Event {
  readonly url: string;
  readonly keys: number;
  readonly valueBytes: number;
  readonly seed: number;
}

export async function handle({ url, keys, valueBytes, seed }: Event): Promise<{
  operations: number;
  /** Of all values as they were read. */
  sha256: string;
}> {
  // Invocations at the same time keep out of each other's way.
  const folder = `${url}/${randomUUID()}`;
  const places = Array.from({ length: keys }, (_, at) => `${folder}-${at}`);
  const hash = createHash('sha256');
  for (const [at, place] of places.entries()) await exchange('PUT', place, toValue(at, valueBytes, seed));
  for (const place of places) hash.update(await exchange('GET', place, ''));
  for (const place of places) await exchange('DELETE', place, '');
  return { operations: 3 * keys, sha256: hash.digest('hex') };
}

export function toValue(at: number, bytes: number, seed: number): string {
  return toText(bytes, seed + at);
}
