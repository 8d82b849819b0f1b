/**
 * Pushes the metrics of a run to a server, one snapshot a second and in order. What a server that is away does not take
 * waits in memory, for a quarter of an hour; counters lose nothing but detail when older snapshots have to go.
 */
import type { Clock } from '../../contract/clock.ts';
import { FaasmarkError } from '../../contract/errors.ts';
import type { RunManifest, SinkReceipt } from '../../contract/sink.ts';
import { fromMillis } from '../../contract/units.ts';
import type { WriteAnswer } from '../server/write-answer.ts';
import { pauseAfter } from '../server/backoff.ts';
import type { MetricsSnapshot } from '../metrics/metric.ts';
import { createRunMetrics } from '../metrics/run-metrics.ts';
import type { RunStream, StreamContext } from '../run-stream.ts';
import type { PushOptions } from './push-options.ts';

/** How one kind of server is spoken to. */
export interface Pusher {
  readonly name: string;
  /** What the server counts: a sample, a data point. */
  readonly unit: string;
  count(snapshot: MetricsSnapshot): number;
  /** One request. Never throws. */
  send(snapshots: readonly MetricsSnapshot[]): Promise<WriteAnswer>;
}

const snapshotsPerRequest = 20;
const queuedSnapshots = 900;
const pauses = { firstPauseMs: 250, longestPauseMs: 10_000 };
/** A record waits a tenth of a second before it is handed over; a second is complete some time after its end. */
const settleNanos = fromMillis(500);

/** @throws FaasmarkError `SINK_UNREACHABLE`, `SINK_REFUSED`. */
export async function openPushStream(
  pusher: Pusher,
  options: PushOptions,
  manifest: RunManifest,
  { rates, clock }: Pick<StreamContext, 'rates' | 'clock'>,
): Promise<RunStream> {
  const metrics = createRunMetrics(manifest, rates);
  const begin = metrics.begin();
  demandTaken(await pusher.send([begin]), pusher, options);
  const queue = createPushQueue(pusher, options, clock, pusher.count(begin));
  return {
    phases: (phases) => metrics.phases(phases),
    event: () => undefined,
    write: (batch) => metrics.write(batch),
    generator: (sample) => metrics.generator(sample),
    instances: () => undefined,
    summary: (summary) => metrics.summary(summary),
    advance: (now) => queue.add(metrics.take(now - settleNanos)),
    async close() {
      queue.add(metrics.end());
      return queue.drain();
    },
  };
}

function demandTaken(answer: WriteAnswer, { name }: Pusher, { url }: PushOptions): void {
  if (answer.kind === 'acknowledged') return;
  const isThere = answer.kind !== 'later' || /^\d{3}\b/.test(answer.reason);
  // A busy server may recover while the run lasts.
  if (answer.kind === 'later' && isThere) return;
  throw new FaasmarkError(
    isThere ? 'SINK_REFUSED' : 'SINK_UNREACHABLE',
    `${name} at ${url} ${isThere ? 'refuses what it is sent' : 'does not answer'}: ${answer.reason}`,
    { hint: 'Check the address, with its path, and the credentials; or leave this sink out.' },
  );
}

interface PushQueue {
  add(snapshots: readonly MetricsSnapshot[]): void;
  drain(): Promise<SinkReceipt>;
}

/** @param taken - what the server took before. */
function createPushQueue(pusher: Pusher, options: PushOptions, clock: Clock, taken: number): PushQueue {
  const { name, unit } = pusher;
  const waiting: MetricsSnapshot[] = [];
  const stop = new AbortController();
  let offered = taken;
  let acknowledged = taken;
  let trouble: string | undefined;
  let rejection: string | undefined;
  let isDraining = false;
  let wake = (): void => undefined;

  const countOf = (snapshots: readonly MetricsSnapshot[]): number =>
    snapshots.reduce((total, one) => total + pusher.count(one), 0);

  /** @returns how many snapshots are done with. */
  const sendSome = async (length: number): Promise<number> => {
    const some = waiting.slice(0, length);
    for (let failures = 1; ; failures++) {
      stop.signal.throwIfAborted();
      const answer = await pusher.send(some);
      switch (answer.kind) {
        case 'acknowledged':
          trouble = undefined;
          acknowledged += countOf(some);
          return some.length;
        case 'invalid':
        case 'tooLarge':
          // One that is wrong must not take the others with it.
          if (some.length > 1) return sendSome(1);
          rejection ??= answer.reason;
          return 1;
        case 'later':
        case 'refused':
          trouble = answer.reason;
          await clock.sleep(pauseAfter(answer, failures, pauses), stop.signal);
      }
    }
  };

  const pump = async (): Promise<void> => {
    for (;;) {
      if (waiting.length > 0) waiting.splice(0, await sendSome(snapshotsPerRequest));
      else if (isDraining) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  const ended = pump().catch(() => undefined);

  return {
    add(snapshots) {
      offered += countOf(snapshots);
      waiting.push(...snapshots);
      // Not those that are under way.
      const excess = waiting.length - queuedSnapshots;
      if (excess > 0) {
        waiting.splice(snapshotsPerRequest, excess);
        rejection ??= trouble;
      }
      wake();
    },
    async drain() {
      isDraining = true;
      wake();
      const timeUp = new AbortController();
      await Promise.race([ended, clock.sleep(options.drainMs, timeUp.signal).catch(() => undefined)]);
      stop.abort();
      timeUp.abort();
      const rejected = offered - acknowledged;
      const reason = rejection ?? trouble ?? 'the time to drain was up';
      return {
        sink: `${name} ${options.url}`,
        unit,
        offered,
        acknowledged,
        rejected,
        spooled: 0,
        ...(rejected === 0 ? {} : { note: `${options.url} did not take ${rejected} ${unit} (${reason})` }),
      };
    },
  };
}
