import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const json: FunctionDefinition = {
  name: 'json',
  description: 'builds `items` records from `seed`, writes them as JSON, reads them back and hashes them',
  runtimes: ['nodejs', 'python'],
  defaultEvent: { items: 200, seed: 1 },
  profile: 'memory',
  expectedOutput: (event) => ({ ...handle({ items: Number(event['items']), seed: Number(event['seed']) }) }),
};
