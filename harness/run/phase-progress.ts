/** How far a phase is, in one line. */
import { type InvocationBatch, instanceAt } from '../contract/invocation-batch.ts';
import { outcomes, startKinds } from '../contract/invocation.ts';
import { type Phase, targetRate } from '../contract/phase.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import { type PhaseGroup, toTurns } from './phase-group.ts';

export interface PhaseProgress {
  add(batch: InvocationBatch): void;
  sample(sample: GeneratorSample): void;
  /** @param elapsedMs - since the phase began. */
  toLine(elapsedMs: number): string;
}

const okIndex = outcomes.indexOf('ok');
const coldIndex = startKinds.indexOf('cold');

/**
 * @param group - phases that are played together.
 * @param backlog - invocations that wait for the slowest sink; undefined where none can be slow.
 */
export function createPhaseProgress(group: PhaseGroup, backlog: () => number | undefined): PhaseProgress {
  let ended = 0;
  let cold = 0;
  let notOk = 0;
  let inFlight = 0;
  const instances = new Set<string>();
  const turns = toTurns(group);
  const durationMs = turns.reduce(
    (sum, turn) => sum + turn[0].repetitions * Math.max(...turn.map((phase) => phase.planned.durationMs)),
    0,
  );
  const planned = sumOf(group, ({ planned: { invocations }, repetitions }) =>
    invocations === null ? null : invocations * repetitions,
  );
  const target = turns.length === 1 ? sumOf(group, targetRate) : null;

  return {
    add(batch) {
      ended += batch.length;
      for (let at = 0; at < batch.length; at++) {
        if (batch.start[at] === coldIndex) cold++;
        if (batch.outcome[at] !== okIndex) notOk++;
        const instance = instanceAt(batch, at);
        if (instance !== undefined) instances.add(instance);
      }
    },
    sample(sample) {
      inFlight = sample.inFlight;
    },
    toLine(elapsedMs) {
      const seconds = elapsedMs / 1000;
      const behind = backlog();
      const lag = behind === undefined ? '' : ` · sinks ${behind} behind`;
      const counts = `${cold} cold · ${plural(instances.size, 'instance')} · ${notOk} not ok${lag}`;
      if (planned !== null && durationMs === 0) {
        return `${ended} of ${planned} · ${seconds.toFixed(1)} s · ${counts}`;
      }
      const total = durationMs / 1000;
      const rate = seconds > 0 ? ended / Math.min(seconds, total) : 0;
      const wanted = target === null ? '' : ` of ${target.toFixed(0)}/s`;
      const left = Math.max(0, total - seconds);
      return `${seconds.toFixed(0)} s, ${left.toFixed(0)} s left · ${rate.toFixed(0)}/s${wanted} · ${inFlight} in flight · ${counts}`;
    },
  };
}

/** Null where one of them is unknown. */
function sumOf(group: PhaseGroup, valueOf: (phase: Phase) => number | null): number | null {
  return group.reduce<number | null>((sum, phase) => {
    const value = valueOf(phase);
    return sum === null || value === null ? null : sum + value;
  }, 0);
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
