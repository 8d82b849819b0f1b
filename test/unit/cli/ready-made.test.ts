import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../harness/contract/package-root.ts';
import { loadReadyMade } from '../../../harness/cli/ready-made.ts';
import { catalog } from '../../../harness/cli/catalog.ts';

const names = readdirSync(join(packageRoot, 'workloads/scenarios'))
  .map((file) => file.replace('.yaml', ''))
  .filter((name) => name !== 'quickstart');

describe('the ready-made scenario', () => {
  it.each(names)('of %s asks that question, on the reference platform', async (name) => {
    const { experiments, provider } = await loadReadyMade(name, {}, catalog.names);
    expect(experiments.map(({ kind }) => kind)).toEqual([name]);
    expect(provider.id).toBe('reference');
  });

  it('takes another number of samples', async () => {
    const { experiments } = await loadReadyMade('cold-start', { samples: 9 }, catalog.names);
    expect(experiments).toEqual([expect.objectContaining({ samples: 9 })]);
  });

  it('takes another function, with its own event and under its own name', async () => {
    const { functions, experiments } = await loadReadyMade('scale-out', { function: 'json' }, catalog.names);
    expect(Object.keys(functions)).toEqual(['json']);
    expect(functions['json']?.source).toMatchObject({ kind: 'catalog', name: 'json' });
    expect(functions['json']?.event).toBeUndefined();
    expect(experiments).toEqual([expect.objectContaining({ function: 'json' })]);
  });

  it.each([
    ['levitation', {}, 'USAGE', /there is no "levitation"/],
    ['cold-start', { samples: 0 }, 'SCENARIO_INVALID', /--experiment cold-start:\d+:\d+ .*samples/],
    ['cold-start', { function: 'nope' }, 'SCENARIO_INVALID', /no function "nope" in the catalogue/],
  ])('of %s with %j is refused', async (name, changes, code, message) => {
    await expect(loadReadyMade(name, changes, catalog.names)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as unknown,
    });
  });
});
