/** The thread in which autocannon runs: records handed over in batches, a sample of itself every second. */
import { parentPort, workerData } from 'node:worker_threads';
import { createMonotonicClock } from '../../contract/clock.ts';
import { transferables } from '../../contract/batch-columns.ts';
import { createRequestHeaders } from '../request-headers.ts';
import { createSelfCheck } from '../self-check.ts';
import { createPartPlayer } from './play-part.ts';
import type { ClosedPart, FromWorker, ToWorker, WorkerData } from './play.ts';

const batchIntervalMs = 100;
const sampleIntervalMs = 1000;

const clock = createMonotonicClock((workerData as WorkerData).clockOrigin);
let abort = new AbortController();

parentPort?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'play':
      return void perform(message.parts);
    case 'abort':
      return abort.abort();
  }
});

const post = (message: FromWorker, transfer: ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, transfer);

async function perform(parts: readonly ClosedPart[]): Promise<void> {
  abort = new AbortController();
  const selfCheck = createSelfCheck('autocannon', 'closed', clock);
  const players = parts.map((part) => createPartPlayer(part, clock, () => selfCheck.sent(0)));
  const headers = await createRequestHeaders(
    parts.map((part) => part.target),
    clock,
    (target, signed) => players[target]?.update(signed),
  );
  const flush = (): void => {
    for (const { batch } of players) {
      if (batch.length === 0) continue;
      const taken = batch.take();
      post({ kind: 'batch', batch: taken }, transferables(taken));
    }
  };
  const sample = (): void => {
    const inFlight = players.reduce((sum, player) => sum + player.inFlight, 0);
    // Every connection has an invocation on its way, always.
    post({ kind: 'sample', sample: selfCheck.take({ inFlight, connections: inFlight }) });
  };
  const timers = [
    clock.every(batchIntervalMs, flush),
    clock.every(sampleIntervalMs, () => {
      sample();
      void headers.renew();
    }),
  ];
  await Promise.all(players.map((player) => player.play(abort.signal)));
  for (const stop of timers) stop();
  sample();
  selfCheck.stop();
  flush();
  const sent = players.reduce((sum, player) => sum + player.sent, 0);
  post({ kind: 'ended', end: { scheduled: sent, sent, dropped: 0 } });
}
