import type { FunctionDefinition } from '../definition.ts';
import { toDigest } from './node/function.mts';

export const gzip: FunctionDefinition = {
  name: 'gzip',
  description: 'compresses `kib` KiB of text by gzip, level 6, and unpacks it again',
  languages: ['nodejs', 'python', 'go'],
  uses: ['seeded'],
  inputs: { test: { kib: 4, seed: 1 }, small: { kib: 256, seed: 1 }, large: { kib: 4096, seed: 1 } },
  stresses: 'processor',
  // What is compressed to how much is the library's own affair.
  expectedOutput: ({ kib, seed }) => ({ ...toDigest(Number(kib), Number(seed)), isSmaller: true }),
};
