import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../harness/contract/package-root.ts';
import { loadScenario } from '../../../harness/scenario/load-scenario.ts';
import { createScenarioJsonSchema } from '../../../harness/scenario/schema/scenario-file.ts';
import { catalog } from '../../../harness/cli/catalog.ts';

describe('the committed JSON Schema', () => {
  it('is current; "faasmark schema > harness/scenario/scenario.schema.json" writes it', () => {
    const committed: unknown = JSON.parse(
      readFileSync(join(packageRoot, 'harness/scenario/scenario.schema.json'), 'utf8'),
    );
    expect(committed).toEqual(JSON.parse(JSON.stringify(createScenarioJsonSchema())));
  });
});

describe('the ready-made scenarios', () => {
  const folder = join(packageRoot, 'workloads/scenarios');
  it.each(readdirSync(folder).filter((file) => file.endsWith('.yaml')))('%s is valid', async (file) => {
    const scenario = await loadScenario(join(folder, file), catalog.names);
    expect(scenario.experiments.length).toBeGreaterThan(0);
  });
});
