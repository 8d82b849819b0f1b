/** The phases of one load experiment as one stretch of time: what its heatmap shows. */
import { type Invocation, responseTime } from '../../../contract/invocation.ts';
import type { RunEvent } from '../../../contract/sink.ts';
import { type Nanos, toMillis } from '../../../contract/units.ts';
import type { PlayedPhase } from '../report-input.ts';

export interface PhaseBand {
  readonly name: string;
  readonly isWarmUp: boolean;
  readonly from: Nanos;
  readonly to: Nanos;
}

export interface LoadSpan {
  readonly invocations: readonly Invocation[];
  readonly bands: readonly PhaseBand[];
  readonly aborts: readonly Nanos[];
  readonly from: Nanos;
  readonly to: Nanos;
  readonly lowMs: number;
  readonly highMs: number;
}

export function toLoadSpan(phases: readonly PlayedPhase[], events: readonly RunEvent[]): LoadSpan {
  const invocations = phases.flatMap((played) => played.invocations);
  const bands = phases.map(toBand);
  const from = Math.min(...bands.map((band) => band.from));
  const to = Math.max(...bands.map((band) => band.to));
  const aborts = events
    .filter(({ kind, at }) => kind === 'abort' && at >= from && at <= to)
    .map((event) => event.at);
  return { invocations, bands, aborts, from, to, ...toExtremes(invocations) };
}

function toBand({ phase, invocations }: PlayedPhase): PhaseBand {
  let [from, to] = [Infinity, -Infinity];
  for (const { intendedStart } of invocations) {
    from = Math.min(from, intendedStart);
    to = Math.max(to, intendedStart);
  }
  return { name: phase.function, isWarmUp: phase.role === 'warmUp', from, to };
}

function toExtremes(invocations: readonly Invocation[]): { lowMs: number; highMs: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const one of invocations) {
    if (one.sentAt === undefined) continue;
    const time = responseTime(one);
    low = Math.min(low, time);
    high = Math.max(high, time);
  }
  return high < low ? { lowMs: 1, highMs: 10 } : { lowMs: toMillis(low), highMs: toMillis(high) };
}
