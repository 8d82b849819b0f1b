import type { FunctionDefinition } from '../definition.ts';

export const ledger: FunctionDefinition = {
  name: 'ledger',
  description:
    'writes into a ledger at `ledger` that it begins, waits `holdMs` milliseconds, writes that it ends',
  languages: ['nodejs'],
  inputs: { test: { holdMs: 5 }, small: { holdMs: 50 }, large: { holdMs: 500 } },
  stresses: 'platform',
  needsNetwork: true,
  expectedOutput: ({ holdMs }) => ({ heldMs: holdMs }),
};
