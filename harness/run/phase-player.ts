/** Plays one phase after the other with one load generator, and hands what comes of it to the sinks. */
import { FaasmarkError } from '../contract/errors.ts';
import { type InvocationBatch, toInvocations } from '../contract/invocation-batch.ts';
import type { Invocation } from '../contract/invocation.ts';
import { type Deployment, forcesColdStart } from '../contract/provider.ts';
import type { Phase, RunEvent } from '../contract/sink.ts';
import { toMillis } from '../contract/units.ts';
import { checkExperiment } from '../experiments/plan.ts';
import { createLoadGenerator } from '../load/load-generator.ts';
import type { RunParts } from './run-parts.ts';
import { type PhaseProgress, createPhaseProgress } from './phase-progress.ts';

export interface PhasePlayer {
  /** @throws FaasmarkError `FUNCTION_BROKEN`, `PROVIDER_UNREACHABLE`, `LOAD_WORKER_FAILED`, and what the deployment throws. */
  play(phase: Phase, deployment: Deployment, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const progressIntervalMs = 200;

export function createPhasePlayer(
  parts: Pick<RunParts, 'clock' | 'observer' | 'sinks' | 'createSchedule'>,
): PhasePlayer {
  const { clock, observer, sinks } = parts;
  let progress: PhaseProgress | undefined;
  let lastBatch: InvocationBatch | undefined;

  const generator = createLoadGenerator({
    clock,
    onBatch(batch) {
      lastBatch = batch;
      progress?.add(batch);
      for (const sink of sinks) sink.write(batch);
    },
    onSample(sample) {
      progress?.sample(sample);
      for (const sink of sinks) sink.generator(sample);
    },
  });

  const announce = (event: Omit<RunEvent, 'at'>): void => {
    for (const sink of sinks) sink.event({ at: clock.now(), ...event });
  };

  const perform = async (phase: Phase, deployment: Deployment, signal: AbortSignal): Promise<void> => {
    const schedule = parts.createSchedule(phase.arrivals, phase.seed);
    for (let repetition = 0; repetition < phase.repetitions; repetition++) {
      if (phase.coldBefore && forcesColdStart(deployment)) await deployment.forceColdStart(signal);
      const order = {
        phase: phase.id,
        function: phase.function,
        repetition,
        target: deployment.target,
        schedule,
      };
      await generator.play(order, signal);
      signal.throwIfAborted();
    }
  };

  return {
    async play(phase, deployment, signal) {
      const current = createPhaseProgress(phase);
      progress = current;
      const started = clock.now();
      announce({ kind: 'phase', title: `${phase.id} begins` });
      await observer.stage(titleOf(phase), async (show) => {
        const stop = clock.every(progressIntervalMs, () =>
          show(current.toLine(toMillis(clock.now() - started))),
        );
        try {
          await perform(phase, deployment, signal);
        } finally {
          stop();
        }
      });
      announce({ kind: 'phase', title: `${phase.id} ends` });
      if (phase.experiment === checkExperiment && lastBatch !== undefined) demandOk(phase, lastBatch);
    },
    close: () => generator.close(),
  };
}

/** A function that fails its first invocation would fail all of them. */
function demandOk(phase: Phase, batch: InvocationBatch): void {
  const [invocation] = toInvocations(batch);
  if (invocation === undefined || invocation.outcome === 'ok') return;
  const reason = invocation.error ?? invocation.outcome;
  if (isUnreachable(invocation)) {
    throw new FaasmarkError(
      'PROVIDER_UNREACHABLE',
      `the function ${phase.function} cannot be reached: ${reason}`,
      {
        hint: 'Is the address right, and does it run?',
      },
    );
  }
  throw new FaasmarkError('FUNCTION_BROKEN', `the function ${phase.function} does not work: ${reason}`, {
    hint: 'It was invoked once with its event before any measurement; mend it, its event or its time limit, and run again.',
  });
}

function isUnreachable({ status, error }: Invocation): boolean {
  return (
    status === 0 &&
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS)/.test(error ?? '')
  );
}

function titleOf(phase: Phase): string {
  const { arrivals, repetitions } = phase;
  const name = phase.function;
  if (phase.experiment === checkExperiment) return `Check that ${name} works`;
  if (arrivals.kind === 'burst') {
    return arrivals.count === 1
      ? `${phase.experiment}: ${repetitions} forced cold starts of ${name}`
      : `${phase.experiment}: ${arrivals.count} invocations of ${name} at once`;
  }
  const purpose = phase.role === 'warmUp' ? 'warm up' : `${arrivals.kind} load on`;
  return `${phase.experiment}: ${purpose} ${name}, ${arrivals.ratePerSecond}/s for ${arrivals.durationMs / 1000} s`;
}
