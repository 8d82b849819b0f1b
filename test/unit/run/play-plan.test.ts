import { describe, expect, it } from '@jest/globals';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { Phase } from '../../../harness/contract/phase.ts';
import type { Deployment } from '../../../harness/contract/provider.ts';
import type { Sink } from '../../../harness/contract/sink.ts';
import type { Observed } from '../../../harness/experiments/experiment.ts';
import type { RunPlan } from '../../../harness/experiments/plan.ts';
import { type PlannedPhase, toPlannedPhase } from '../../../harness/experiments/planned-phase.ts';
import type { PhasePlayer } from '../../../harness/run/phase-player.ts';
import { playPlan } from '../../../harness/run/play-plan.ts';
import { createRunMemory } from '../../../harness/run/run-memory.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createManifest } from '../../support/synthetic-run.ts';

const complete = (planned: readonly PlannedPhase[]): Phase[] =>
  planned.map((phase) => ({ ...phase, seed: 1, planned: { invocations: 1, durationMs: 0 } }));

const named = (id: string): PlannedPhase =>
  toPlannedPhase({
    id,
    experiment: 'search',
    function: 'hello',
    load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
  });

/** Asks for another phase until it has seen three. */
const searching = {
  config: { kind: 'cold-start', name: 'search', functions: ['hello'], samples: 1 },
  toleratesLateness: false,
  plan: () => [named('search/1')],
  next: ({ phases }: Observed) => (phases.length < 3 ? [named(`search/${phases.length + 1}`)] : []),
  analyze: () => {
    throw new Error('not while the run lasts');
  },
} as const;

async function play(plan: RunPlan): Promise<string[]> {
  const does: string[] = [];
  const phases = plan.experiments.flatMap((one) => one.phases);
  const memory = createRunMemory({ ...createManifest(), phases }, ['search']);
  const player: PhasePlayer = {
    async play([phase]) {
      does.push(`play ${phase.id}`);
      const builder = createInvocationBatchBuilder({ phase: phase.id, function: 'hello', repetition: 0 });
      builder.add(createInvocation({ phase: phase.id }));
      memory.write(builder.take());
    },
    close: () => Promise.resolve(),
  };
  const sink = { phases: (added: readonly Phase[]) => does.push(`write ${added[0]?.id}`) } as unknown as Sink;
  const deployments = new Map([['hello', { function: 'hello' } as Deployment]]);
  await playPlan(
    plan,
    { player, deployments, sinks: [sink], memory, provider: 'any' },
    new AbortController().signal,
  );
  return does;
}

describe('a plan', () => {
  it('goes on while its experiment wants more, and every added phase is written down before it is played', async () => {
    const plan = {
      checks: complete([named('check/hello')]),
      experiments: [{ experiment: searching, phases: complete(searching.plan()) }],
      complete,
    };
    expect(await play(plan)).toEqual([
      'play check/hello',
      'play search/1',
      'write search/2',
      'play search/2',
      'write search/3',
      'play search/3',
    ]);
  });

  it('is all there is where nothing of an experiment could be deployed', async () => {
    const plan = { checks: [], experiments: [{ experiment: searching, phases: [] }], complete };
    expect(await play(plan)).toEqual([]);
  });

  it('ends where the provider lacks what an added phase needs', async () => {
    const forced = { ...named('search/2'), before: { kind: 'discardInstances' } } as const;
    const experiment = { ...searching, next: () => [forced] };
    const plan = { checks: [], experiments: [{ experiment, phases: complete(searching.plan()) }], complete };
    await expect(play(plan)).rejects.toMatchObject({ code: 'ABILITY_MISSING' });
  });
});
