import type { FunctionDefinition } from '../definition.ts';
import { toText } from '../shared/node/seeded.mts';
import { handle } from './node/function.mts';

const toEvent = (bytes: number): { payload: string } => ({ payload: toText(bytes, 1) });

export const payloadEcho: FunctionDefinition = {
  name: 'payload-echo',
  description: 'gives `payload` back: 1 KiB, 64 KiB, 1 MiB',
  languages: ['nodejs'],
  // Made when they are asked for: most who read the catalogue never do.
  inputs: {
    get test() {
      return toEvent(2 ** 10);
    },
    get small() {
      return toEvent(2 ** 16);
    },
    get large() {
      return toEvent(2 ** 20);
    },
  },
  stresses: 'network',
  expectedOutput: ({ payload }) => ({ ...handle({ payload: String(payload) }) }),
};
