/** Plays a plan: the checks, then each experiment until it has nothing more to measure. */
import type { Phase } from '../contract/phase.ts';
import { type Deployment, type InstanceRecord, listsInstances } from '../contract/provider.ts';
import type { Sink } from '../contract/sink.ts';
import { observe } from '../experiments/observe.ts';
import type { RunPlan } from '../experiments/plan.ts';
import { demandAbilities } from './demand-abilities.ts';
import type { RunMemory } from './run-memory.ts';
import { toPhaseGroups } from './phase-group.ts';
import type { PhasePlayer } from './phase-player.ts';

export interface PlayContext {
  readonly player: PhasePlayer;
  /** By function. */
  readonly deployments: ReadonlyMap<string, Deployment>;
  readonly sinks: readonly Sink[];
  readonly memory: RunMemory;
  /** Of the provider, for messages. */
  readonly provider: string;
}

/** @throws FaasmarkError what the player throws, and `ABILITY_MISSING`. */
export async function playPlan(
  { checks, experiments, complete }: RunPlan,
  { player, deployments, sinks, memory, provider }: PlayContext,
  signal: AbortSignal,
): Promise<void> {
  const play = async (phases: readonly Phase[]): Promise<void> => {
    for (const group of toPhaseGroups(phases)) {
      await player.play(group, deployments, signal);
      signal.throwIfAborted();
    }
  };

  await play(checks);
  for (const { experiment, phases } of experiments) {
    await play(phases);
    if (experiment.next === undefined || phases.length === 0) continue;
    for (;;) {
      const instances = await listAllInstances(deployments, signal);
      const seen = observe({ ...memory.toRecord(), instances }, experiment.config.name);
      const added = complete(experiment.next(seen));
      if (added.length === 0) break;
      demandAbilities(added, deployments, provider);
      for (const keeper of [memory, ...sinks]) keeper.phases(added);
      await play(added);
    }
  }
}

/** Of every provider that tells. */
export async function listAllInstances(
  deployments: ReadonlyMap<string, Deployment>,
  signal: AbortSignal,
): Promise<InstanceRecord[]> {
  const records: InstanceRecord[] = [];
  for (const deployment of deployments.values()) {
    if (listsInstances(deployment)) records.push(...(await deployment.listInstances(signal)));
  }
  return records;
}
