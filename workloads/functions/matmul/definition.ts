import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const matmul: FunctionDefinition = {
  name: 'matmul',
  description: 'multiplies two matrices of `n` by `n` floating-point numbers',
  languages: ['nodejs', 'python', 'go'],
  uses: ['seeded'],
  inputs: { test: { n: 10, seed: 1 }, small: { n: 100, seed: 1 }, large: { n: 300, seed: 1 } },
  stresses: 'processor',
  expectedOutput: ({ n, seed }) => ({ ...handle({ n: Number(n), seed: Number(seed) }) }),
};
