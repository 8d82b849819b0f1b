import type { FunctionDefinition } from '../definition.ts';
import { handle } from './node/function.mts';

export const aes: FunctionDefinition = {
  name: 'aes',
  description: 'encrypts `bytes` bytes by AES-128 in counter mode, `rounds` times over',
  languages: ['nodejs', 'python', 'go'],
  uses: ['seeded'],
  inputs: {
    test: { bytes: 1000, rounds: 2, seed: 1 },
    small: { bytes: 16_384, rounds: 4, seed: 1 },
    large: { bytes: 65_536, rounds: 16, seed: 1 },
  },
  stresses: 'processor',
  expectedOutput: ({ bytes, rounds, seed }) => ({
    ...handle({ bytes: Number(bytes), rounds: Number(rounds), seed: Number(seed) }),
  }),
};
