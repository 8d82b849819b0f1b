import type { FunctionDefinition } from '../definition.ts';

export const noop: FunctionDefinition = {
  name: 'noop',
  description: 'does nothing: what is left is the platform and the network',
  languages: ['nodejs', 'python', 'go'],
  inputs: { test: {}, small: {}, large: {} },
  stresses: 'platform',
  expectedOutput: () => ({ done: true }),
};
