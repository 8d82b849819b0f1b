/** Plays one part with autocannon: for each stage of constant concurrency an instance of it, one after the other. */
import autocannon from 'autocannon';
import type { Clock } from '../../contract/clock.ts';
import { type InvocationBatchBuilder, createInvocationBatchBuilder } from '../../contract/batch-builder.ts';
import type { ConcurrencyStage } from '../../contract/load-model.ts';
import { type Nanos, fromMillis, toMillis } from '../../contract/units.ts';
import type { ClosedPart } from './play.ts';
import { type AutocannonClient, type WatchedClient, watchClient } from './watched-client.ts';

export interface PartPlayer {
  readonly batch: InvocationBatchBuilder;
  readonly inFlight: number;
  readonly sent: number;
  /** Resolves when every invocation has ended. When the signal aborts, what is in flight gets a second to end. */
  play(signal: AbortSignal): Promise<void>;
  /** Headers of every invocation from now on. */
  update(headers: Readonly<Record<string, string>>): void;
}

const abortGraceMs = 1000;
/** How often autocannon looks whether it is over. */
const overCheckMs = 50;
/** Seconds beyond the stage after which autocannon would end by itself; we end it long before. */
const spareSeconds = 3600;

export function createPartPlayer(part: ClosedPart, clock: Clock, onSent: () => void): PartPlayer {
  const { target, load } = part;
  const batch = createInvocationBatchBuilder(part, 1024);
  let clients: WatchedClient[] = [];
  let headers: Readonly<Record<string, string>> = target.headers;
  let index = 0;

  const setup = (client: AutocannonClient): void => {
    const watched = watchClient(client, {
      clock,
      target: { ...target, headers },
      batch,
      nextIndex: () => index++,
      onSent,
    });
    clients.push(watched);
  };

  const playStage = async (concurrency: number, endsAt: Nanos, signal: AbortSignal): Promise<void> => {
    clients = [];
    const remainingMs = Math.max(0, toMillis(endsAt - clock.now()));
    const over = Promise.resolve(
      autocannon({
        url: `${target.origin}${target.path}`,
        connections: concurrency,
        duration: remainingMs / 1000 + target.timeoutMs / 1000 + spareSeconds,
        timeout: Math.max(1, target.timeoutMs / 1000),
        sampleInt: overCheckMs,
        skipAggregateResult: true,
        setupClient: (client) => setup(client as AutocannonClient),
      }),
    );
    over.catch(() => undefined);
    await clock.sleep(remainingMs, signal).catch(() => undefined);
    for (const client of clients) client.finish();
    if (signal.aborted) {
      await Promise.race([over, clock.sleep(abortGraceMs)]);
      for (const client of clients) client.abandon('ABORTED: the run was ended');
    }
    await over;
  };

  return {
    batch,
    get inFlight() {
      return clients.filter((client) => client.isWaiting).length;
    },
    get sent() {
      return index;
    },
    async play(signal) {
      let endsAt = clock.now();
      for (const { toConcurrency, durationMs } of load.stages satisfies readonly ConcurrencyStage[]) {
        endsAt += fromMillis(durationMs);
        if (signal.aborted) return;
        if (toConcurrency === 0) await clock.sleep(durationMs, signal).catch(() => undefined);
        else await playStage(toConcurrency, endsAt, signal);
      }
    },
    update(next) {
      headers = next;
      for (const client of clients) client.update(next);
    },
  };
}
