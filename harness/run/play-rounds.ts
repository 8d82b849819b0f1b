/** Plays a group of phases as often as it asks for: prepare, disturb, send. */
import type { Phase } from '../contract/phase.ts';
import type { Deployment } from '../contract/provider.ts';
import type { Nanos } from '../contract/units.ts';
import type { RunEvent } from '../contract/sink.ts';
import type { LoadEngine, PlayPart } from '../load/engine.ts';
import { disturb, prepare } from './handle-instances.ts';
import { type PhaseGroup, orderTurns, toTurns } from './phase-group.ts';
import { toPhaseTarget } from './phase-target.ts';
import type { RunParts } from './run-parts.ts';

export interface RoundsContext extends Pick<RunParts, 'clock' | 'scenario' | 'catalog' | 'createSchedule'> {
  readonly engine: LoadEngine;
  /** Where functions write what they did; undefined: no phase asks for it. */
  readonly ledgerUrl?: string | undefined;
  /** How many times faster than the clock the provider's own time goes. */
  readonly timeScale: number;
  /** When each function was last invoked, over the whole run. */
  readonly lastInvoked: Map<string, Nanos>;
  tell(event: Pick<RunEvent, 'kind' | 'title'>): void;
}

type Deployments = ReadonlyMap<string, Deployment>;

/** A load without its repetition: made once, since every repetition plays the same schedule. */
type Played = Omit<PlayPart, 'repetition'>;

/** @param deployments - by function. */
export async function playRounds(
  group: PhaseGroup,
  deployments: Deployments,
  context: RoundsContext,
  signal: AbortSignal,
): Promise<void> {
  const turns = toTurns(group).map((phases) => ({
    phases,
    played: phases.flatMap((phase) => toPlayed(phase, deployments, context)),
  }));
  const rounds = Math.max(...group.map(({ repetitions }) => repetitions));
  for (let round = 0; round < rounds; round++) {
    for (const { phases, played } of orderTurns(turns, group[0].seed, round)) {
      if (round >= phases[0].repetitions) continue;
      await playOnce(phases, played, round, deployments, context, signal);
      signal.throwIfAborted();
    }
  }
}

async function playOnce(
  phases: PhaseGroup,
  played: readonly Played[],
  repetition: number,
  deployments: Deployments,
  context: RoundsContext,
  signal: AbortSignal,
): Promise<void> {
  await forEachDeployment(phases, deployments, (phase, deployment) =>
    prepare(
      phase.before,
      deployment,
      { ...context, idleSince: context.lastInvoked.get(phase.function) },
      signal,
    ),
  );
  const ends: (() => void)[] = [];
  const tell = (title: string): void => context.tell({ kind: 'fault', title });
  await forEachDeployment(phases, deployments, (phase, deployment) => {
    ends.push(disturb(phase.during, deployment, { clock: context.clock, tell }));
  });
  try {
    await context.engine.play(
      played.map((part) => ({ ...part, repetition })),
      signal,
    );
  } finally {
    for (const end of ends) end();
    for (const phase of phases) context.lastInvoked.set(phase.function, context.clock.now());
  }
}

async function forEachDeployment(
  phases: PhaseGroup,
  deployments: Deployments,
  act: (phase: Phase, deployment: Deployment) => Promise<void> | void,
): Promise<void> {
  await Promise.all(
    phases.map(async (phase) => {
      const deployment = deployments.get(phase.function);
      if (deployment !== undefined) await act(phase, deployment);
    }),
  );
}

function toPlayed(phase: Phase, deployments: Deployments, context: RoundsContext): Played[] {
  const { id, function: name, load, seed, engine } = phase;
  const target = toPhaseTarget(phase, deployments, context);
  if (target === undefined) return [];
  return [
    {
      phase: id,
      function: name,
      target,
      load:
        load.model === 'open'
          ? { model: 'open', schedule: context.createSchedule(load.arrivals, seed) }
          : load,
      ...(engine === undefined ? {} : { engine }),
    },
  ];
}
