import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const json: FunctionDefinition = {
  name: 'json',
  description: 'builds `items` records from `seed`, writes them as JSON, reads them back and hashes them',
  languages: ['nodejs', 'python', 'go'],
  uses: ['seeded'],
  inputs: {
    test: { items: 20, seed: 1 },
    small: { items: 1000, seed: 1 },
    large: { items: 50_000, seed: 1 },
  },
  stresses: 'processor',
  expectedOutput: (event) => ({ ...handle({ items: Number(event['items']), seed: Number(event['seed']) }) }),
};
