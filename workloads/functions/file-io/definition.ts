import type { FunctionDefinition } from '../definition.ts';
import { digestOf } from './node/function.mts';

export const fileIo: FunctionDefinition = {
  name: 'file-io',
  description: 'writes `files` files of `bytes` bytes to the temporary folder, reads them and deletes them',
  languages: ['nodejs'],
  uses: ['seeded'],
  inputs: {
    test: { files: 10, bytes: 1000, seed: 1 },
    small: { files: 300, bytes: 10_000, seed: 1 },
    large: { files: 5000, bytes: 10_000, seed: 1 },
  },
  stresses: 'disk',
  expectedOutput: (event) => {
    const [files, bytes, seed] = [Number(event['files']), Number(event['bytes']), Number(event['seed'])];
    return { files, bytes, sha256: digestOf({ files, bytes, seed }) };
  },
};
