import type { FunctionDefinition } from '../definition.ts';
import { toSha256 } from '../shared/node/call.mts';
import { toText } from '../shared/node/seeded.mts';

export const chain: FunctionDefinition = {
  name: 'chain',
  description:
    'calls the functions at `urls` one after another; each gets the payload that the one before gave back',
  languages: ['nodejs'],
  uses: ['seeded', 'http', 'call'],
  inputs: {
    test: { urls: [], payloadBytes: 2 ** 10, seed: 1 },
    small: { urls: [], payloadBytes: 2 ** 14, seed: 1 },
    large: { urls: [], payloadBytes: 2 ** 18, seed: 1 },
  },
  stresses: 'network',
  needsNetwork: true,
  expectedOutput: ({ urls, payloadBytes, seed }) => ({
    calls: (urls as string[]).length,
    payloadBytes,
    sha256: toSha256(toText(Number(payloadBytes), Number(seed))),
  }),
};
