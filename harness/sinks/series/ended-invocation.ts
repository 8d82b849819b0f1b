/** What the streamed figures are made of: one row of a batch, with its price. */
import type { InvocationBatch } from '../../contract/invocation-batch.ts';
import type { Millis } from '../../contract/units.ts';
import type { Pricer } from './rates.ts';

/** Durations that nobody told are NaN. */
export interface EndedInvocation {
  /** Nanoseconds; NaN when it was never sent: it then counts, and that is all. */
  readonly responseTime: number;
  readonly initDurationMs: Millis;
  readonly billedDurationMs: Millis;
  readonly costUsd: number;
}

export function toEndedInvocation(batch: InvocationBatch, row: number, price: Pricer): EndedInvocation {
  const billedDurationMs = batch.telemetry?.billedDurationMs[row] ?? Number.NaN;
  const isSent = !Number.isNaN(batch.sentAt[row]);
  return {
    responseTime: isSent ? (batch.endedAt[row] as number) - (batch.intendedStart[row] as number) : Number.NaN,
    initDurationMs: batch.telemetry?.initDurationMs[row] ?? Number.NaN,
    billedDurationMs,
    costUsd: price(batch.function, billedDurationMs),
  };
}
