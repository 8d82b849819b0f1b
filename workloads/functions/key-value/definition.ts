import { createHash } from 'node:crypto';
import type { FunctionDefinition } from '../definition.ts';
import { toValue } from './node/function.mts';

/** Where `faasmark key-value` listens. */
export const defaultPort = 9300;
const url = `http://127.0.0.1:${defaultPort}`;

export const keyValue: FunctionDefinition = {
  name: 'key-value',
  description:
    'writes, reads and deletes `keys` values of `valueBytes` in a key-value store over HTTP at `url`',
  languages: ['nodejs'],
  uses: ['seeded', 'http'],
  inputs: {
    test: { url, keys: 1, valueBytes: 100, seed: 1 },
    small: { url, keys: 10, valueBytes: 1000, seed: 1 },
    large: { url, keys: 100, valueBytes: 10_000, seed: 1 },
  },
  stresses: 'network',
  needsNetwork: true,
  expectedOutput: ({ keys, valueBytes, seed }) => {
    const hash = createHash('sha256');
    for (let at = 0; at < Number(keys); at++) hash.update(toValue(at, Number(valueBytes), Number(seed)));
    return { operations: 3 * Number(keys), sha256: hash.digest('hex') };
  },
};
