import type { FunctionDefinition } from '../definition.ts';

export const sleep: FunctionDefinition = {
  name: 'sleep',
  description: 'waits `sleepMs` milliseconds without using the processor: holds an instance',
  runtimes: ['nodejs', 'python'],
  defaultEvent: { sleepMs: 100 },
  profile: 'idle',
  expectedOutput: (event) => ({ sleptMs: event['sleepMs'] }),
};
