import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const memoryTouch: FunctionDefinition = {
  name: 'memory-touch',
  description:
    'takes `mib` MiB, writes to every page of it, reads every page back, and gives the memory back',
  languages: ['nodejs'],
  uses: ['seeded'],
  inputs: { test: { mib: 4, seed: 1 }, small: { mib: 32, seed: 1 }, large: { mib: 128, seed: 1 } },
  stresses: 'memory',
  expectedOutput: ({ mib, seed }) => ({ ...handle({ mib: Number(mib), seed: Number(seed) }) }),
};
