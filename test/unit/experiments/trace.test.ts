import { describe, expect, it } from '@jest/globals';
import { catalog } from '../../../harness/cli/catalog.ts';
import { expandTraces } from '../../../harness/cli/expand-traces.ts';
import type { TraceExperiment } from '../../../harness/scenario/experiment-configs.ts';
import { parseScenario } from '../../../harness/scenario/parse-scenario.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { type VirtualTarget, countHits, drawNoise, playVirtually } from '../../support/play-virtually.ts';

const scenario = (seed: number): Scenario =>
  parseScenario(
    `name: replay
seed: ${seed}
functions: { traced: { use: sleep } }
experiments: [{ kind: trace, function: traced, count: 100, minutes: 1, rate: 0.5, longest: 3s }]
`,
    { file: 'x.yaml', catalog: catalog.names },
  );

const expand = async (
  seed: number,
): Promise<{ readonly expanded: Scenario; readonly experiment: TraceExperiment }> => {
  const expanded = await expandTraces(scenario(seed), 'x.yaml');
  return { expanded, experiment: expanded.experiments[0] as TraceExperiment };
};

describe('the trace of a scenario', () => {
  it('is a copy of its function for each that is invoked in the chosen minutes', async () => {
    const { expanded, experiment } = await expand(1);
    const { parts } = experiment;
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.length).toBeLessThan(100);
    expect(Object.keys(expanded.functions)).toEqual(['traced', ...parts.map((one) => one.function)]);
    expect(Math.max(...parts.map((one) => one.durationMs))).toBeLessThanOrEqual(3000);
    expect(expanded.functions['traced-1']?.source).toEqual(expanded.functions['traced']?.source);
    expect(await expand(1)).toEqual({ expanded, experiment });
    expect((await expand(2)).experiment).not.toEqual(experiment);
  });

  it('says which file of a recorded one is missing, from the folder of the scenario on', async () => {
    const [experiment] = scenario(1).experiments as [TraceExperiment];
    const recorded = { ...scenario(1), experiments: [{ ...experiment, files: { invocations: 'day.csv' } }] };
    await expect(expandTraces(recorded, '/nowhere/x.yaml')).rejects.toMatchObject({
      code: 'TRACE_UNREADABLE',
      message: expect.stringContaining('/nowhere/day.csv'),
    });
  });
});

describe('the trace experiment', () => {
  const truth = 0.2;
  const target: VirtualTarget = {
    answer: ({ phase: { event }, random }) => {
      const handlerDurationMs = event?.kind === 'value' ? Number(event.value['sleepMs']) : 0;
      return {
        handlerDurationMs,
        serviceMs: handlerDurationMs + 4 * drawNoise(random, 0.1),
        start: random() < truth ? 'cold' : 'warm',
      };
    },
  };

  it('has the share of cold starts in its interval in at least 93 of 100 seeded runs', async () => {
    const { experiment } = await expand(3);
    const hits = countHits((seed) => playVirtually(experiment, target, seed), { coldShare: truth }, 100);
    expect(hits['coldShare']).toBeGreaterThanOrEqual(93);
  });

  it('sets the time of the handler apart from what is added to it', async () => {
    const { experiment } = await expand(3);
    const { conclusion } = playVirtually(experiment, target, 1);
    expect(conclusion).toMatchObject({ verdict: 'answered' });
    expect(conclusion.sentence).toMatch(/callers waited (3\.9|4\.0)\d ms in the median/);
  });

  it('refuses to answer from few invocations', async () => {
    const { experiment } = await expand(3);
    const few = {
      ...experiment,
      parts: experiment.parts
        .slice(0, 1)
        .map((one) => ({ ...one, arrivals: { kind: 'burst', count: 1 } as const })),
    };
    expect(playVirtually(few, target, 1).conclusion).toMatchObject({
      verdict: 'inconclusive',
      moreSamples: 99,
    });
  });
});
