import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const dynamicHtml: FunctionDefinition = {
  name: 'dynamic-html',
  description: 'fills a template with `rows` rows: a web page',
  languages: ['nodejs'],
  uses: ['seeded'],
  inputs: { test: { rows: 10, seed: 1 }, small: { rows: 1000, seed: 1 }, large: { rows: 100_000, seed: 1 } },
  stresses: 'processor',
  expectedOutput: ({ rows, seed }) => ({ ...handle({ rows: Number(rows), seed: Number(seed) }) }),
};
