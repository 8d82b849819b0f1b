/** A sending worker: one play after the other, records handed over in batches, a sample of itself every second. */
import { parentPort, workerData } from 'node:worker_threads';
import { createMonotonicClock } from '../contract/clock.ts';
import { transferables } from '../contract/batch-columns.ts';
import { createFlightTable } from './flight-table.ts';
import { createKeptClient } from './kept-client.ts';
import type { FromSender, Play, SenderData, ToSender } from './play.ts';
import { createRequestHeaders } from './request-headers.ts';
import { createSelfCheck } from './self-check.ts';
import { type Sender, createSender } from './sender.ts';

/** How long a record may wait before it is handed over: what a killed harness can lose. */
const batchIntervalMs = 100;
const sampleIntervalMs = 1000;
/** The granularity of the client's time limit. */
const expiryIntervalMs = 5;

const { clockOrigin, name, options } = workerData as SenderData;
const clock = createMonotonicClock(clockOrigin);
const table = createFlightTable(options.maxConnections + options.maxBacklog);
const kept = createKeptClient(clock, options);

let begin: ((startAt: number) => void) | undefined;
parentPort?.on('message', (message: ToSender) => {
  switch (message.kind) {
    case 'prepare':
      return void perform(message.play);
    case 'begin':
      return begin?.(message.startAt);
  }
});

const post = (message: FromSender, transfer: ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, transfer);

const flush = ({ batches }: Sender): void => {
  for (const batch of batches) {
    if (batch.length === 0) continue;
    const taken = batch.take();
    post({ kind: 'batch', batch: taken }, transferables(taken));
  }
};

async function perform(play: Play): Promise<void> {
  const client = await kept.clientFor(play.parts.map((part) => part.target));
  const selfCheck = createSelfCheck(name, play.pacing, clock);
  const sender = createSender(play, { clock, client, table, selfCheck });
  kept.listen(sender);
  const headers = await createRequestHeaders(
    play.parts.map((part) => part.target),
    clock,
    (target, signed) => client.update(target, signed),
  );
  const sample = (): void => {
    const { inFlight, connections } = client;
    post({ kind: 'sample', sample: selfCheck.take({ inFlight, connections }) });
  };
  const timers = [
    clock.every(batchIntervalMs, () => flush(sender)),
    clock.every(expiryIntervalMs, () => client.expire(clock.now())),
    clock.every(sampleIntervalMs, () => {
      sample();
      void headers.renew();
    }),
  ];
  const started = new Promise<number>((resolve) => (begin = resolve));
  post({ kind: 'ready' });
  const end = await sender.play(await started);
  for (const stop of timers) stop();
  sample();
  selfCheck.stop();
  flush(sender);
  post({ kind: 'ended', end });
}
