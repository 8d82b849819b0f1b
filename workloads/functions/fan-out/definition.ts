import type { FunctionDefinition } from '../definition.ts';
import { toSha256 } from '../shared/node/call.mts';
import { toText } from '../shared/node/seeded.mts';

export const fanOut: FunctionDefinition = {
  name: 'fan-out',
  description:
    'calls the functions at `urls` all at once, each with the payload, and joins what they give back',
  languages: ['nodejs'],
  uses: ['seeded', 'http', 'call'],
  inputs: {
    test: { urls: [], payloadBytes: 2 ** 10, seed: 1 },
    small: { urls: [], payloadBytes: 2 ** 14, seed: 1 },
    large: { urls: [], payloadBytes: 2 ** 18, seed: 1 },
  },
  stresses: 'network',
  needsNetwork: true,
  expectedOutput: ({ urls, payloadBytes, seed }) => {
    const calls = (urls as string[]).length;
    return {
      calls,
      payloadBytes: calls * Number(payloadBytes),
      sha256: toSha256(toText(Number(payloadBytes), Number(seed)).repeat(calls)),
    };
  },
};
