/**
 * Timers that send events to functions. Of the instants that passed while no platform ran, one is made up for: an event is
 * sent at the start, for the first of them, and the others are left out.
 */
import { randomUUID } from 'node:crypto';
import type { Clock, Timer as ClockTimer } from '../clock.ts';
import type { FunctionReference } from '../control/function-name.ts';
import { LambdaError } from '../control/lambda-error.ts';
import { quotas } from '../control/quotas.ts';
import type { AsyncQueue } from '../events/async-queue.ts';
import type { DataStore } from '../storage/data-store.ts';
import { nextInstant } from './next-instant.ts';
import { parseSchedule } from './schedule.ts';
import { ScheduleError } from './schedule-error.ts';
import { toTimerEvent } from './timer-event.ts';

export interface TimerSettings {
  readonly target: FunctionReference;
  /** `rate(...)`, `cron(...)` or `at(...)`. */
  readonly schedule: string;
  /** JSON, what the function gets; undefined for the event of a schedule. */
  readonly input?: unknown;
}

export interface TimerDescription extends TimerSettings {
  readonly name: string;
  /** In milliseconds since the Unix epoch, as all times of a timer. */
  readonly createdEpochMs: number;
  /** Undefined for a timer that is over. */
  readonly nextAtMs?: number | undefined;
}

export interface Timers {
  /** A timer of that name is replaced. @throws ScheduleError also for a schedule that has no instant to come; LambdaError when there are too many. */
  put(name: string, settings: TimerSettings): TimerDescription;
  find(name: string): TimerDescription | undefined;
  /** In order of name. */
  list(): TimerDescription[];
  /** @returns false when there is none of that name. */
  delete(name: string): boolean;
  /** Goes on with what an earlier platform has left in the store. */
  restore(): void;
  close(): void;
}

export function createTimers(clock: Clock, store: DataStore, queue: Pick<AsyncQueue, 'pass'>): Timers {
  const timers = store.table('timers', {
    toJson: (timer: TimerDescription) => timer,
    fromJson: (json) => json as TimerDescription,
  });
  const waiting = new Map<string, ClockTimer>();

  function wait({ name, nextAtMs }: TimerDescription): void {
    waiting.get(name)?.cancel();
    waiting.delete(name);
    if (nextAtMs === undefined) return;
    waiting.set(
      name,
      clock.after(nextAtMs - clock.epochMs(), () => ring(name)),
    );
  }

  function ring(name: string): void {
    const timer = timers.get(name);
    if (timer?.nextAtMs === undefined) return;
    const nowMs = clock.epochMs();
    // No clock waits for months at once.
    if (nowMs < timer.nextAtMs) return wait(timer);
    const nextAtMs = nextInstant(parseSchedule(timer.schedule), nowMs, timer.createdEpochMs);
    const next = { ...timer, nextAtMs };
    timers.set(name, next);
    // Beside the next instant in the store: neither is there without the other.
    send(timer, timer.nextAtMs);
    wait(next);
  }

  function send({ name, target, input }: TimerDescription, atMs: number): void {
    const event = input === undefined ? toTimerEvent(name, atMs) : input;
    queue.pass(target.name, {
      requestId: randomUUID(),
      qualifier: target.qualifier,
      payload: Buffer.from(JSON.stringify(event)),
      wantsLogTail: false,
    });
  }

  function list(): TimerDescription[] {
    return [...timers.entries()]
      .map(([, timer]) => timer)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  return {
    put(name, settings) {
      const createdEpochMs = clock.epochMs();
      const nextAtMs = nextInstant(parseSchedule(settings.schedule), createdEpochMs, createdEpochMs);
      if (nextAtMs === undefined)
        throw new ScheduleError(`${settings.schedule}: has no instant that is still to come`);
      if (timers.get(name) === undefined && list().length >= quotas.timers) {
        throw new LambdaError(
          'InvalidParameterValueException',
          `There are ${quotas.timers} timers, the most there may be.`,
        );
      }
      const timer = { ...settings, name, createdEpochMs, nextAtMs };
      timers.set(name, timer);
      wait(timer);
      return timer;
    },
    find: (name) => timers.get(name),
    list,
    delete(name) {
      if (timers.get(name) === undefined) return false;
      timers.delete(name);
      waiting.get(name)?.cancel();
      waiting.delete(name);
      return true;
    },
    restore() {
      for (const timer of list()) wait(timer);
    },
    close() {
      for (const timer of waiting.values()) timer.cancel();
      waiting.clear();
    },
  };
}
