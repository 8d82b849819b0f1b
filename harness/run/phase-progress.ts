/** How far a phase is, in one line. */
import { type InvocationBatch } from '../contract/invocation-batch.ts';
import { outcomes, startKinds } from '../contract/invocation.ts';
import type { GeneratorSample, Phase } from '../contract/sink.ts';

export interface PhaseProgress {
  add(batch: InvocationBatch): void;
  sample(sample: GeneratorSample): void;
  /** @param elapsedMs - since the phase began. */
  toLine(elapsedMs: number): string;
}

const okIndex = outcomes.indexOf('ok');
const coldIndex = startKinds.indexOf('cold');

export function createPhaseProgress(phase: Phase): PhaseProgress {
  let ended = 0;
  let cold = 0;
  let notOk = 0;
  let inFlight = 0;
  const instances = new Set<string>();
  const { arrivals } = phase;

  return {
    add(batch) {
      ended += batch.length;
      for (let at = 0; at < batch.length; at++) {
        if (batch.start[at] === coldIndex) cold++;
        if (batch.outcome[at] !== okIndex) notOk++;
        const instance = batch.strings[batch.instance[at] ?? 0];
        if (instance !== undefined && instance !== '') instances.add(instance);
      }
    },
    sample(sample) {
      inFlight = sample.inFlight;
    },
    toLine(elapsedMs) {
      const seconds = elapsedMs / 1000;
      const counts = `${cold} cold · ${plural(instances.size, 'instance')} · ${notOk} not ok`;
      if (arrivals.kind === 'burst') {
        return `${ended} of ${arrivals.count * phase.repetitions} · ${seconds.toFixed(1)} s · ${counts}`;
      }
      const total = arrivals.durationMs / 1000;
      const rate = seconds > 0 ? ended / Math.min(seconds, total) : 0;
      const left = Math.max(0, total - seconds);
      return `${left.toFixed(0)} s left · ${rate.toFixed(0)}/s of ${arrivals.ratePerSecond}/s · ${inFlight} in flight · ${counts}`;
    },
  };
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
