/** The sending worker: one play after the other, records handed over in batches, a sample of itself every second. */
import { parentPort, workerData } from 'node:worker_threads';
import { createMonotonicClock } from '../contract/clock.ts';
import { transferables } from '../contract/invocation-batch.ts';
import { createHttpClient } from './http-client.ts';
import type { FromSender, Play, SenderData } from './play.ts';
import { createSelfCheck } from './self-check.ts';
import { type Sender, createSender } from './sender.ts';

/** How long a record may wait before it is handed over: what a killed harness can lose. */
const batchIntervalMs = 100;
const sampleIntervalMs = 1000;
/** The granularity of the client's time limit. */
const expiryIntervalMs = 5;

const { clockOrigin, maxInFlight } = workerData as SenderData;
const clock = createMonotonicClock(clockOrigin);
const client = createHttpClient(clock);

const post = (message: FromSender, transfer: ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, transfer);

const flush = ({ batch }: Sender): void => {
  if (batch.length === 0) return;
  const taken = batch.take();
  post({ kind: 'batch', batch: taken }, transferables(taken));
};

parentPort?.on('message', (play: Play) => void perform(play));

async function perform(play: Play): Promise<void> {
  const selfCheck = createSelfCheck('sender-1', clock);
  const sender = await createSender(play, { clock, client, selfCheck, maxInFlight });
  const sample = (): void => post({ kind: 'sample', sample: selfCheck.take(client.inFlight) });
  const timers = [
    clock.every(batchIntervalMs, () => flush(sender)),
    clock.every(expiryIntervalMs, () => client.expire()),
    clock.every(sampleIntervalMs, () => {
      sample();
      void sender.renew();
    }),
  ];
  post({ kind: 'ready' });
  const end = await sender.play();
  for (const stop of timers) stop();
  sample();
  selfCheck.stop();
  flush(sender);
  post({ kind: 'ended', end });
}
