/** Plays load with an engine and keeps everything it tells. */
import { type Clock, createMonotonicClock } from '../../harness/contract/clock.ts';
import { toInvocations } from '../../harness/contract/invocation-batch.ts';
import type { Invocation } from '../../harness/contract/invocation.ts';
import type { GeneratorSample } from '../../harness/contract/sink.ts';
import type { InvocationTarget } from '../../harness/contract/target.ts';
import type { EngineListener, LoadEngine, PlayEnd, PlayPart } from '../../harness/load/engine.ts';

export interface PlayedLoad {
  readonly end: PlayEnd;
  readonly invocations: readonly Invocation[];
  readonly samples: readonly GeneratorSample[];
  /** Instants of the run's clock between which it was played. */
  readonly from: number;
  readonly to: number;
}

export type CreateEngine = (parts: EngineListener & { readonly clock: Clock }) => LoadEngine;

export async function playLoad(
  create: CreateEngine,
  parts: readonly PlayPart[],
  signal: AbortSignal = new AbortController().signal,
): Promise<PlayedLoad> {
  const clock = createMonotonicClock();
  const invocations: Invocation[] = [];
  const samples: GeneratorSample[] = [];
  const engine = create({
    clock,
    onBatch: (batch) => void invocations.push(...toInvocations(batch)),
    onSample: (sample) => void samples.push(sample),
  });
  try {
    const from = clock.now();
    const end = await engine.play(parts, signal);
    return { end, invocations, samples, from, to: clock.now() };
  } finally {
    await engine.close();
  }
}

export function toPlayPart(target: InvocationTarget, load: PlayPart['load'], phase = 'load/api'): PlayPart {
  return { phase, function: 'api', repetition: 0, target, load };
}
