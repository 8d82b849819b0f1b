/**
 * Sends every invocation of a play when it is due, whatever became of the earlier ones, and lets the callers of the
 * closed model go on when they are answered. Runs in a sending worker; knows neither threads nor messages.
 */
import type { Clock } from '../contract/clock.ts';
import { type InvocationBatchBuilder, createInvocationBatchBuilder } from '../contract/batch-builder.ts';
import type { Nanos } from '../contract/units.ts';
import { type Callers, createCallers } from './callers.ts';
import type { PlayEnd } from './engine.ts';
import type { FlightTable } from './flight-table.ts';
import type { Exchange, ExchangeListener, NativeClient } from './native/client.ts';
import { type Play, aborted } from './play.ts';
import { readExchange, recordDropped, recordExchange, wantsRetry } from './recorded-flight.ts';
import type { SelfCheck } from './self-check.ts';
import { waitForDue } from './wait-for-due.ts';

export interface Sender extends ExchangeListener {
  /** The invocations of each part that have ended since they were last taken. */
  readonly batches: readonly InvocationBatchBuilder[];
  /** Resolves when every invocation has ended. @param startAt - when the callers of the closed model begin. */
  play(startAt: Nanos): Promise<PlayEnd>;
}

export interface SenderParts {
  readonly clock: Clock;
  readonly client: NativeClient;
  readonly table: FlightTable;
  readonly selfCheck: SelfCheck;
}

/** After an abort, what is in flight gets this long to end by itself. */
const abortGraceMs = 1000;
/** How often a quiet sender looks whether the play was aborted or is over. */
const settleCheckMs = 50;
/** How often callers that think or are still to come are looked after. */
const callersTickMs = 1;

export function createSender(play: Play, parts: SenderParts): Sender {
  const { clock, client, table, selfCheck } = parts;
  const { timetable, control, lane, lanes } = play;
  const batches = play.parts.map((part) => createInvocationBatchBuilder(part, 1024));
  const callers: (Callers | undefined)[] = [];
  const nextIndex = play.parts.map(() => lane);
  let line = lane;
  let scheduled = 0;
  let sent = 0;
  let dropped = 0;
  let onQuiet: (() => void) | undefined;

  const isAborted = (): boolean => Atomics.load(control, aborted) !== 0;

  const dispatch = (part: number, index: number, intendedStart: Nanos): boolean => {
    scheduled++;
    const ticket = table.take(part, index, intendedStart);
    if (ticket !== -1 && client.send(part, ticket)) return true;
    if (ticket !== -1) table.release(ticket);
    dropped++;
    selfCheck.dropped();
    const error = `Backlog: ${client.inFlight} invocations were in flight`;
    recordDropped(batches[part] as InvocationBatchBuilder, index, intendedStart, clock.now(), error);
    return false;
  };

  const sendUntil = (due: number): void => {
    for (; line < due; line += lanes) {
      const part = timetable.parts[line] as number;
      dispatch(part, timetable.indexes[line] as number, timetable.starts[line] as number);
    }
  };

  const letCallersInvoke = (part: number, now: Nanos): void => {
    const ready = isAborted() ? 0 : (callers[part]?.takeDue(now) ?? 0);
    for (let count = 0; count < ready; count++) {
      const index = nextIndex[part] as number;
      nextIndex[part] = index + lanes;
      // A caller who was turned away has its answer, too.
      if (!dispatch(part, index, now)) callers[part]?.ended(now);
    }
  };

  const areCallersOver = (): boolean => {
    const now = clock.now();
    return callers.every((one) => one === undefined || one.isOver(now));
  };

  const settle = async (): Promise<void> => {
    while (!areCallersOver() && !isAborted()) await clock.sleep(settleCheckMs);
    // Before that it may have been quiet because all callers thought.
    const quiet = new Promise<void>((resolve) => (onQuiet = resolve));
    while (client.inFlight > 0 && !isAborted()) {
      await Promise.race([quiet, clock.sleep(settleCheckMs)]);
    }
    if (client.inFlight > 0) await Promise.race([quiet, clock.sleep(abortGraceMs)]);
    client.abandon('ABORTED: the run was ended');
  };

  return {
    batches,
    sent(ticket, at) {
      if (Number.isNaN(table.sentAt[ticket])) table.sentAt[ticket] = at;
      table.attempts[ticket] = (table.attempts[ticket] as number) + 1;
    },
    ended(ticket, exchange) {
      const part = table.part[ticket] as number;
      const sentPart = play.parts[part] as Play['parts'][number];
      const reading = readExchange(exchange, sentPart.target);
      const isAgain = wantsRetry(sentPart.target, reading?.outcome ?? 'ok', table.attempts[ticket] as number);
      if (isAgain && !isAborted() && client.send(part, ticket)) return;
      startAtConnect(table, ticket, exchange);
      recordExchange(batches[part] as InvocationBatchBuilder, table, ticket, exchange, reading);
      const sentAt = table.sentAt[ticket] as number;
      if (!Number.isNaN(sentAt)) {
        sent++;
        selfCheck.sent(sentAt - (table.intendedStart[ticket] as number));
      }
      table.release(ticket);
      if (callers[part] !== undefined) {
        callers[part].ended(exchange.endedAt);
        letCallersInvoke(part, exchange.endedAt);
      }
      if (client.inFlight === 0) onQuiet?.();
    },
    async play(startAt) {
      for (const { closed } of play.parts) {
        callers.push(closed === undefined ? undefined : createCallers(closed, startAt));
      }
      const tick = (): void => {
        const now = clock.now();
        for (const part of callers.keys()) letCallersInvoke(part, now);
      };
      const stop = callers.some((one) => one !== undefined) ? clock.every(callersTickMs, tick) : undefined;
      await waitForDue(play, clock, { sendUntil, isAborted });
      await settle();
      stop?.();
      return { scheduled, sent, dropped };
    },
  };
}

/**
 * A request that opened its connection was handed to the network when it began to connect: what the network takes to
 * connect is the service's time, and no lateness of the generator.
 */
function startAtConnect(table: FlightTable, ticket: number, exchange: Exchange): void {
  if (Number.isNaN(exchange.connectNanos) || (table.attempts[ticket] as number) > 1) return;
  const tlsNanos = Number.isNaN(exchange.tlsNanos) ? 0 : exchange.tlsNanos;
  table.sentAt[ticket] = (table.sentAt[ticket] as number) - exchange.connectNanos - tlsNanos;
}
