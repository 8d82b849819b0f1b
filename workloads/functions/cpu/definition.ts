import type { FunctionDefinition } from '../definition.ts';
import { checksum } from './node/function.mts';

export const cpu: FunctionDefinition = {
  name: 'cpu',
  description:
    'burns `busyMs` milliseconds of processor time, by the processor clock: its duration shows the share it got',
  runtimes: ['nodejs', 'python'],
  defaultEvent: { busyMs: 5, seed: 1 },
  profile: 'cpu',
  expectedOutput: (event) => ({ busyMs: event['busyMs'], checksum: checksum(Number(event['seed'])) }),
};
