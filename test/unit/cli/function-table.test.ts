import { expect, it } from '@jest/globals';
import { toFunctionTable } from '../../../harness/cli/function-table.ts';
import { functionCatalog } from '../../../workloads/catalog.ts';

const lines = toFunctionTable(functionCatalog.values()).split('\n');
const lineOf = (name: string): string | undefined => lines.find((line) => line.startsWith(`${name} `));

it('has a line for every function, with its languages', () => {
  for (const { name, languages } of functionCatalog.values()) {
    expect(lineOf(name)).toContain(` ${languages.join(' ')} `);
  }
});

it('shows in what the inputs differ, and the length of what is long', () => {
  expect(lineOf('sleep')).toContain(' sleepMs: 10 / 100 / 1,000 ');
  expect(lineOf('payload-echo')).toContain(' payload: 1,024 bytes / 65,536 bytes / 1,048,576 bytes ');
  expect(lineOf('graph')).toContain(' nodes: 10 / 10,000 / 100,000 ');
});
