/** Moves lines from the spool to the server while the run lasts, and accounts for each of them at the end. */
import type { Clock } from '../../contract/clock.ts';
import { messageOf } from '../../contract/errors.ts';
import { deliver } from './delivery.ts';
import type { DeliveryTimes } from './influx-options.ts';
import { laneCount, toLanes } from './lanes.ts';
import type { Spool } from './spool.ts';
import { type Writer, maxLinesPerRequest } from './writer.ts';

export interface Pump {
  /** There is something new in the spool. */
  wake(): void;
  /** Sends what is left, but for no longer than the time to drain. Nothing is sent afterwards. */
  drain(): Promise<PumpCounts>;
}

export interface PumpCounts {
  readonly acknowledged: number;
  readonly rejected: number;
  /** Why the first lines were refused for good. */
  readonly rejection: string | undefined;
  /** Why some of them are not in the file of the rejected lines. */
  readonly unkept: string | undefined;
  /** Why the rest was not taken. */
  readonly trouble: string | undefined;
}

export interface PumpParts {
  readonly spool: Spool;
  /** One for each lane: a request that fails must not break the one beside it. */
  readonly createWriter: () => Writer;
  readonly clock: Clock;
  readonly times: DeliveryTimes;
}

/** Starts at once. */
export function createPump({ spool, createWriter, clock, times }: PumpParts): Pump {
  let acknowledged = 0;
  let rejected = 0;
  let rejection: string | undefined;
  let unkept: string | undefined;
  let trouble: string | undefined;
  let isDraining = false;
  let wake = (): void => undefined;
  const stop = new AbortController();

  const writers = Array.from({ length: laneCount }, createWriter);
  const delivery = {
    clock,
    times,
    acknowledged: (count: number) => void (acknowledged += count),
    rejected(lines: readonly string[], count: number, reason: string) {
      rejected += count;
      rejection ??= reason;
      const isAll = count === lines.length;
      try {
        spool.reject(lines, isAll ? reason : `${count} of the following ${lines.length} lines: ${reason}`);
      } catch (error) {
        // They are counted; what comes after them may be taken.
        unkept ??= messageOf(error);
      }
    },
    trouble(reason: string | undefined) {
      // What breaks because the time to drain is over is not the server's trouble.
      if (!stop.signal.aborted) trouble = reason;
    },
  };

  const sendAll = async (lanes: readonly string[][]): Promise<void> => {
    const sending = writers.map(async (writer, at) => {
      const lines = lanes[at] ?? [];
      if (lines.length > 0) await deliver(lines, { ...delivery, writer }, stop.signal);
    });
    await Promise.all(sending);
  };

  const pump = async (): Promise<void> => {
    for (;;) {
      const chunk = spool.read(maxLinesPerRequest);
      if (chunk.lines.length > 0) {
        await sendAll(toLanes(chunk.lines));
        spool.acknowledge(chunk);
      } else if (isDraining) {
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };

  const ended = pump().catch((error: unknown) => {
    // An abort is the end of the time to drain; anything else is a disk that does not read or write.
    if (!stop.signal.aborted) trouble = messageOf(error);
  });

  return {
    wake: () => wake(),
    async drain() {
      isDraining = true;
      wake();
      const timeUp = new AbortController();
      const limit = clock.sleep(times.drainMs, timeUp.signal).catch(() => undefined);
      await Promise.race([ended, limit]);
      stop.abort();
      for (const writer of writers) writer.close();
      await ended;
      timeUp.abort();
      return { acknowledged, rejected, rejection, unkept, trouble };
    },
  };
}
