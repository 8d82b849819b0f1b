import type { FunctionDefinition } from '../definition.ts';

export const sleep: FunctionDefinition = {
  name: 'sleep',
  description: 'waits `sleepMs` milliseconds without using the processor: holds an instance',
  languages: ['nodejs', 'python', 'go'],
  inputs: { test: { sleepMs: 10 }, small: { sleepMs: 100 }, large: { sleepMs: 1000 } },
  stresses: 'platform',
  expectedOutput: (event) => ({ sleptMs: event['sleepMs'] }),
};
