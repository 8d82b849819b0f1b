import type { FunctionDefinition } from '../definition.ts';
import { checksum } from './node/function.mts';

export const spin: FunctionDefinition = {
  name: 'spin',
  description:
    'burns `busyMs` milliseconds of processor time, by the processor clock: its duration shows the share it got',
  languages: ['nodejs', 'python', 'go'],
  inputs: {
    test: { busyMs: 2, seed: 1 },
    small: { busyMs: 20, seed: 1 },
    large: { busyMs: 500, seed: 1 },
  },
  stresses: 'processor',
  expectedOutput: (event) => ({ busyMs: event['busyMs'], checksum: checksum(Number(event['seed'])) }),
};
