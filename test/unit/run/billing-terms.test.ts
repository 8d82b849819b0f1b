import { describe, expect, it } from '@jest/globals';
import { toBillingTerms } from '../../../harness/run/billing-terms.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';

const scenarioWith = (cost: string) =>
  parseScenario(
    `name: a
functions: { f: { use: noop } }
experiments: [{ kind: cold-start, functions: [f], samples: 1 }]
cost: ${cost}
`,
    { file: 'a.yaml', catalog: { noop: ['nodejs'] } },
  );

describe('the terms of billing', () => {
  it('are those of Lambda unless the scenario names another meter', () => {
    expect(toBillingTerms(scenarioWith('{}'))).toEqual({ architecture: 'x86_64', freeTier: false });
  });

  it('have what the scenario says of the meter', () => {
    expect(toBillingTerms(scenarioWith('{ meter: azure-flex, region: eastus, minimumMs: 100 }'))).toEqual({
      architecture: 'x86_64',
      freeTier: false,
      meter: 'azure-flex',
      region: 'eastus',
      options: { minimumMs: 100 },
    });
  });

  it('refuse a meter that there is not', () => {
    expect(() => scenarioWith('{ meter: mainframe }')).toThrow('cost.meter');
  });
});
