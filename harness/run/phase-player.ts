/** Plays one group of phases after the other with one load engine, and hands what comes of it to the sinks. */
import { type InvocationBatch, toInvocations } from '../contract/invocation-batch.ts';
import type { Deployment } from '../contract/provider.ts';
import { type RunEvent, type Sink, reportsBacklog } from '../contract/sink.ts';
import { type Nanos, toMillis } from '../contract/units.ts';
import { checkExperiment } from '../experiments/plan.ts';
import { demandOk } from './check-function.ts';
import { type PhaseGroup, toTitle } from './phase-group.ts';
import { type PhaseProgress, createPhaseProgress } from './phase-progress.ts';
import { playRounds } from './play-rounds.ts';
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
  parts: Pick<RunParts, 'clock' | 'observer' | 'scenario' | 'catalog' | 'createSchedule' | 'createEngine'> & {
    readonly sinks: readonly Pick<Sink, 'write' | 'event' | 'generator'>[];
    readonly watchThresholds: WatchThresholds;
    readonly ledgerUrl?: string | undefined;
    /** How many times faster than the clock the provider's own time goes. */
    readonly timeScale: number;
  },
): PhasePlayer {
  const { clock, observer, sinks } = parts;
  const lagging = sinks.filter(reportsBacklog);
  const toBacklog = (): number | undefined =>
    lagging.length === 0 ? undefined : Math.max(...lagging.map((sink) => sink.backlog()));
  const lastInvoked = new Map<string, Nanos>();
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
    // One instant for all sinks: a replay has the same.
    const event: RunEvent = { at: clock.now(), ...what };
    for (const sink of sinks) sink.event(event);
  };

  const announce = (group: PhaseGroup, what: 'begins' | 'ends'): void => {
    for (const phase of group) tell({ kind: 'phase', title: `${phase.id} ${what}` });
  };

  return {
    async play(group, deployments, signal) {
      const current = createPhaseProgress(group, toBacklog);
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
          await playRounds(
            group,
            deployments,
            { ...parts, engine, tell, lastInvoked },
            AbortSignal.any([signal, guard.signal]),
          );
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
