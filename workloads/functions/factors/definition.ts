import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const factors: FunctionDefinition = {
  name: 'factors',
  description: 'finds all divisors of `n` by trial division',
  languages: ['nodejs'],
  // The last is that of FaaSdom (github.com/bschitter/benchmark-suite-serverless-computing).
  inputs: { test: { n: 999_999 }, small: { n: 1_099_511_627_775 }, large: { n: 2_688_834_647_444_046 } },
  stresses: 'processor',
  expectedOutput: ({ n }) => ({ ...handle({ n: Number(n) }) }),
};
