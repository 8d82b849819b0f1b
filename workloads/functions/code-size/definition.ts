import type { FunctionDefinition } from '../definition.ts';
import { toFiller } from './filler.ts';

export const codeSize: FunctionDefinition = {
  name: 'code-size',
  description: 'reads the filler of its package (`fillerMiB`) when it loads, and sums a byte of every page',
  languages: ['nodejs'],
  inputs: { test: {}, small: {}, large: {} },
  stresses: 'package',
  expectedOutput: (_, { fillerMiB }) => {
    const filler = toFiller(fillerMiB);
    const checksum = filler.filter((_byte, at) => at % 4096 === 0).reduce((sum, byte) => sum + byte, 0);
    return { fillerBytes: filler.length, checksum };
  },
};
