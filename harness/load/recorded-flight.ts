/** From the end of an exchange to a row of the batch: the outcome, the label and whatever was told. */
import type { InvocationBatchBuilder } from '../contract/batch-builder.ts';
import { type Outcome, outcomes } from '../contract/invocation.ts';
import type { InvocationTarget } from '../contract/target.ts';
import { toMillis } from '../contract/units.ts';
import { type AnswerReading, isBareAnswer, nothingTold, readAnswer } from '../measure/read-answer.ts';
import type { FlightTable } from './flight-table.ts';
import type { Exchange } from './native/client.ts';

const ok = outcomes.indexOf('ok');
const dropped = outcomes.indexOf('dropped');

/** What the exchange says; undefined for an answer that says no more than that it came. */
export function readExchange(exchange: Exchange, target: InvocationTarget): AnswerReading | undefined {
  switch (exchange.kind) {
    case 'answered':
      return isBareAnswer(exchange, target) ? undefined : readAnswer(exchange, target);
    case 'timedOut':
      return { ...nothingTold, outcome: 'timedOut', error: `Client: no answer in ${target.timeoutMs} ms` };
    case 'broken':
      return { ...nothingTold, outcome: 'failed', error: exchange.error };
  }
}

/** @param reading - of {@link readExchange}. */
export function recordExchange(
  batch: InvocationBatchBuilder,
  table: FlightTable,
  ticket: number,
  exchange: Exchange,
  reading: AnswerReading | undefined,
): void {
  const { connectNanos, tlsNanos } = exchange;
  const row = batch.append(
    table.index[ticket] as number,
    table.intendedStart[ticket] as number,
    table.sentAt[ticket] as number,
    exchange.firstByteAt,
    exchange.endedAt,
    reading === undefined ? ok : outcomes.indexOf(reading.outcome),
    exchange.status,
    table.attempts[ticket] as number,
  );
  if (reading !== undefined) batch.label(row, reading.start, reading.evidence);
  const isNewConnection = !Number.isNaN(connectNanos);
  if (reading === undefined && !isNewConnection) return;
  batch.tell(row, {
    ...reading,
    connectDurationMs: isNewConnection ? toMillis(connectNanos) : undefined,
    tlsDurationMs: Number.isNaN(tlsNanos) ? undefined : toMillis(tlsNanos),
  });
}

/** An invocation that was never sent. */
export function recordDropped(
  batch: InvocationBatchBuilder,
  index: number,
  intendedStart: number,
  now: number,
  error: string,
): void {
  const row = batch.append(index, intendedStart, Number.NaN, Number.NaN, now, dropped, 0, 0);
  batch.tell(row, { error });
}

/** Whether the target asks for another attempt after this outcome. */
export function wantsRetry({ retry }: InvocationTarget, outcome: Outcome, attempts: number): boolean {
  return retry !== undefined && attempts < retry.attempts && retry.outcomes.includes(outcome);
}
