import type { FunctionDefinition } from '../definition.ts';

export const noop: FunctionDefinition = {
  name: 'noop',
  description: 'does nothing: what is left is the platform and the network',
  runtimes: ['nodejs', 'python'],
  defaultEvent: {},
  profile: 'idle',
  expectedOutput: () => ({ done: true }),
};
