/** Plays one group of phases after the other with one load engine, and hands what comes of it to the sinks. */
import { type InvocationBatch, toInvocations } from '../contract/invocation-batch.ts';
import type { Phase } from '../contract/phase.ts';
import type { Deployment } from '../contract/provider.ts';
import type { RunEvent, Sink } from '../contract/sink.ts';
import { toMillis } from '../contract/units.ts';
import { checkExperiment } from '../experiments/plan.ts';
import type { PlayPart } from '../load/engine.ts';
import { demandOk } from './check-function.ts';
import { disturb, prepare } from './handle-instances.ts';
import { type PhaseGroup, toTitle } from './phase-group.ts';
import { type PhaseProgress, createPhaseProgress } from './phase-progress.ts';
import type { RunParts } from './run-parts.ts';
import type { ThresholdWatch, WatchThresholds } from './watch-thresholds.ts';

export interface PhasePlayer {
  /**
   * @param deployments - by function.
   * @throws FaasmarkError `FUNCTION_BROKEN`, `PROVIDER_UNREACHABLE`, `LOAD_WORKER_FAILED`, `THRESHOLDS_FAILED`, and what a
   *   deployment throws.
   */
  play(group: PhaseGroup, deployments: ReadonlyMap<string, Deployment>, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const progressIntervalMs = 200;

export function createPhasePlayer(
  parts: Pick<RunParts, 'clock' | 'observer' | 'createSchedule' | 'createEngine'> & {
    readonly sinks: readonly Pick<Sink, 'write' | 'event' | 'generator'>[];
    readonly watchThresholds: WatchThresholds;
    /** How many times faster than the clock the provider's own time goes. */
    readonly timeScale: number;
  },
): PhasePlayer {
  const { clock, observer, sinks } = parts;
  let progress: PhaseProgress | undefined;
  let watch: ThresholdWatch | undefined;
  let lastBatch: InvocationBatch | undefined;

  const engine = parts.createEngine({
    onBatch(batch) {
      lastBatch = batch;
      progress?.add(batch);
      watch?.record(batch);
      for (const sink of sinks) sink.write(batch);
    },
    onSample(sample) {
      progress?.sample(sample);
      for (const sink of sinks) sink.generator(sample);
    },
  });

  const tell = (what: Pick<RunEvent, 'kind' | 'title'>): void => {
    for (const sink of sinks) sink.event({ at: clock.now(), ...what });
  };

  const announce = (group: PhaseGroup, what: 'begins' | 'ends'): void => {
    for (const phase of group) tell({ kind: 'phase', title: `${phase.id} ${what}` });
  };

  const perform = async (group: PhaseGroup, of: ReadonlyMap<string, Deployment>, signal: AbortSignal) => {
    const [{ repetitions }] = group;
    const played = group.flatMap((phase) => toPlayPart(phase, of, parts.createSchedule));
    for (let repetition = 0; repetition < repetitions; repetition++) {
      await forEachDeployment(group, of, (phase, deployment) =>
        prepare(phase.before, deployment, parts, signal),
      );
      const ends: (() => void)[] = [];
      await forEachDeployment(group, of, (phase, deployment) => {
        ends.push(
          disturb(phase.during, deployment, { clock, tell: (title) => tell({ kind: 'fault', title }) }),
        );
      });
      try {
        await engine.play(
          played.map((part) => ({ ...part, repetition })),
          signal,
        );
      } finally {
        for (const end of ends) end();
      }
      signal.throwIfAborted();
    }
  };

  return {
    async play(group, deployments, signal) {
      const current = createPhaseProgress(group);
      progress = current;
      const guard = await parts.watchThresholds(group);
      watch = guard;
      const started = clock.now();
      announce(group, 'begins');
      await observer.stage(toTitle(group), async (show) => {
        const stop = clock.every(progressIntervalMs, () =>
          show(current.toLine(toMillis(clock.now() - started))),
        );
        try {
          await perform(group, deployments, AbortSignal.any([signal, guard.signal]));
        } finally {
          stop();
          watch = undefined;
          guard.close();
        }
      });
      announce(group, 'ends');
      if (group[0].experiment !== checkExperiment || lastBatch === undefined) return;
      for (const invocation of toInvocations(lastBatch)) demandOk(invocation);
    },
    close: () => engine.close(),
  };
}

async function forEachDeployment(
  group: PhaseGroup,
  deployments: ReadonlyMap<string, Deployment>,
  act: (phase: Phase, deployment: Deployment) => Promise<void> | void,
): Promise<void> {
  await Promise.all(
    group.map(async (phase) => {
      const deployment = deployments.get(phase.function);
      if (deployment !== undefined) await act(phase, deployment);
    }),
  );
}

/** Made once: every repetition plays the same schedule. */
function toPlayPart(
  { id, function: name, load, seed }: Phase,
  deployments: ReadonlyMap<string, Deployment>,
  createSchedule: RunParts['createSchedule'],
): Omit<PlayPart, 'repetition'>[] {
  const deployment = deployments.get(name);
  if (deployment === undefined) return [];
  return [
    {
      phase: id,
      function: name,
      target: deployment.target,
      load: load.model === 'open' ? { model: 'open', schedule: createSchedule(load.arrivals, seed) } : load,
    },
  ];
}
