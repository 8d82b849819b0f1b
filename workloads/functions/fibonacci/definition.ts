import type { FunctionDefinition } from '../definition.ts';

export const fibonacci: FunctionDefinition = {
  name: 'fibonacci',
  description: 'works out the `n`-th Fibonacci number by recursion: calls of functions',
  languages: ['nodejs'],
  inputs: { test: { n: 15 }, small: { n: 25 }, large: { n: 36 } },
  stresses: 'processor',
  expectedOutput: ({ n }) => {
    let [value, next] = [0, 1];
    for (let i = 0; i < Number(n); i++) [value, next] = [next, value + next];
    return { n, value };
  },
};
