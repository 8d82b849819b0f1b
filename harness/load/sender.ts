/**
 * Sends every invocation of a play when it is due, whatever became of the earlier ones: the open model. Runs in the
 * sending worker; knows neither threads nor messages.
 */
import type { Clock } from '../contract/clock.ts';
import { type InvocationBatchBuilder, createInvocationBatchBuilder } from '../contract/invocation-batch.ts';
import type { Nanos } from '../contract/units.ts';
import { type AnswerReading, readAnswer } from '../measure/read-answer.ts';
import type { Exchange, HttpClient } from './http-client.ts';
import { type Play, type PlayEnd, control as word } from './play.ts';
import { createRequestHeaders } from './request-headers.ts';
import type { SelfCheck } from './self-check.ts';

export interface Sender {
  /** The invocations that have ended since the batch was last taken. */
  readonly batch: InvocationBatchBuilder;
  /** Keeps signatures valid. To be called every second. */
  renew(): Promise<void>;
  /** Resolves when every invocation has ended. */
  play(): Promise<PlayEnd>;
}

export interface SenderParts {
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly selfCheck: SelfCheck;
  readonly maxInFlight: number;
}

/** After an abort, what is in flight gets this long to end by itself. */
const abortGraceMs = 1000;

/** How often a quiet sender looks whether the play was aborted: the abort itself may come just before it waits. */
const abortCheckMs = 50;

/** What an invocation without an answer has to say for itself. */
const noAnswer: Omit<AnswerReading, 'outcome' | 'error'> = {
  start: 'unknown',
  evidence: 'none',
  instance: undefined,
  requestId: undefined,
  initDurationMs: undefined,
  handlerDurationMs: undefined,
  billedDurationMs: undefined,
  maxMemoryUsedMiB: undefined,
};

export async function createSender(play: Play, parts: SenderParts): Promise<Sender> {
  const { clock, client, selfCheck } = parts;
  const { intendedStarts, control, target } = play;
  const headers = await createRequestHeaders(target, clock);
  const batch = createInvocationBatchBuilder(play);
  let taken = 0;
  let sent = 0;
  let dropped = 0;
  let settled: (() => void) | undefined;

  const send = (index: number): void => {
    const intendedStart = intendedStarts[index] as Nanos;
    const sentAt = clock.now();
    if (client.inFlight >= parts.maxInFlight) {
      dropped++;
      selfCheck.dropped();
      const error = `Backlog: ${parts.maxInFlight} invocations were in flight`;
      const unsent = { sentAt: undefined, firstByteAt: undefined, endedAt: sentAt, status: 0 };
      batch.add({ index, intendedStart, ...unsent, ...noAnswer, outcome: 'dropped', error });
      return;
    }
    sent++;
    selfCheck.sent(sentAt - intendedStart);
    client.send(target, headers.current(), (exchange) => {
      const { firstByteAt, endedAt } = exchange;
      batch.add({ index, intendedStart, sentAt, firstByteAt, endedAt, ...read(exchange) });
      if (client.inFlight === 0) settled?.();
    });
  };

  const read = (exchange: Exchange): AnswerReading & { status: number } => {
    switch (exchange.kind) {
      case 'answered':
        return { ...readAnswer(exchange.answer, target), status: exchange.answer.status };
      case 'timedOut':
        return {
          ...noAnswer,
          status: 0,
          outcome: 'timedOut',
          error: `Client: no answer in ${target.timeoutMs} ms`,
        };
      case 'broken':
        return { ...noAnswer, status: 0, outcome: 'failed', error: exchange.error };
    }
  };

  const isAborted = (): boolean => Atomics.load(control, word.aborted) !== 0;

  const sendWhatIsDue = async (): Promise<void> => {
    while (taken < intendedStarts.length && !isAborted()) {
      const due = Atomics.load(control, word.due);
      selfCheck.scheduled(due - taken);
      while (taken < due) send(taken++);
      const wait = Atomics.waitAsync(control, word.due, due, abortCheckMs);
      if (taken < intendedStarts.length && wait.async) await wait.value;
    }
  };

  const settle = async (): Promise<void> => {
    const ended = new Promise<void>((resolve) => {
      settled = resolve;
    });
    while (client.inFlight > 0 && !isAborted()) await Promise.race([ended, clock.sleep(abortCheckMs)]);
    if (client.inFlight > 0) await Promise.race([ended, clock.sleep(abortGraceMs)]);
    client.abandon('ABORTED: the run was ended');
  };

  return {
    batch,
    renew: () => headers.renew(),
    async play() {
      await sendWhatIsDue();
      await settle();
      return { scheduled: taken, sent, dropped };
    },
  };
}
