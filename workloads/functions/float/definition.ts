import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const float: FunctionDefinition = {
  name: 'float',
  description: 'adds up sine, cosine and square root of `n` numbers',
  languages: ['nodejs', 'python', 'go'],
  uses: ['seeded'],
  inputs: { test: { n: 1000, seed: 1 }, small: { n: 100_000, seed: 1 }, large: { n: 2_000_000, seed: 1 } },
  stresses: 'processor',
  expectedOutput: ({ n, seed }) => ({ ...handle({ n: Number(n), seed: Number(seed) }) }),
};
