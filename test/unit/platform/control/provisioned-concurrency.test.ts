import { describe, expect, it } from '@jest/globals';
import type { Alias } from '../../../../platform/control/alias.ts';
import { toProvisionedVersions } from '../../../../platform/control/provisioned-concurrency.ts';

const alias = (version: string, weights: Record<string, number> = {}): Alias => ({
  name: 'live',
  version,
  weights,
  description: '',
  revisionId: '',
});
const config = (requested: number): { requested: number; modifiedEpochMs: number } => ({
  requested,
  modifiedEpochMs: 0,
});

describe('provisioned concurrency', () => {
  it.each([
    ['of a version is the version’s', '1', alias('2'), [['1', 5]]],
    ['of an alias is that of its version', 'live', alias('2'), [['2', 5]]],
    [
      'of an alias of two is shared out as its invocations are',
      'live',
      alias('2', { '3': 0.3 }),
      [
        ['3', 2],
        ['2', 3],
      ],
    ],
  ])('%s', (_, qualifier, live, counts) => {
    const provisioned = new Map([[qualifier, config(5)]]);
    expect([...toProvisionedVersions({ aliases: new Map([['live', live]]), provisioned })]).toEqual(counts);
  });
});
