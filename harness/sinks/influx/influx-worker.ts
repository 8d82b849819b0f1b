/** The InfluxDB thread: aggregates, builds lines and sends them, so that the threads of the load do none of it. */
import { parentPort, workerData } from 'node:worker_threads';
import { createMonotonicClock } from '../../contract/clock.ts';
import type { RunEnd } from '../../contract/sink.ts';
import { fromMillis } from '../../contract/units.ts';
import type { FromInflux, InfluxWorkerData, ToInflux } from './influx-messages.ts';
import { createInfluxStream } from './influx-stream.ts';

const advanceIntervalMs = 1000;

const data = workerData as InfluxWorkerData;
const clock = createMonotonicClock();
const stream = createInfluxStream({ ...data, clock });
const stopAdvancing = clock.every(advanceIntervalMs, () =>
  stream.advance(fromMillis(clock.epochMs() - data.manifest.epochMsAtOrigin)),
);

parentPort?.on('message', (message: ToInflux) => {
  switch (message.kind) {
    case 'batch':
      return stream.write(message.batch);
    case 'event':
      return stream.event(message.event);
    case 'generator':
      return stream.generator(message.sample);
    case 'instances':
      return stream.instances(message.records);
    case 'summary':
      return stream.summary(message.summary);
    case 'close':
      return void close(message.end);
  }
});

async function close(end: RunEnd): Promise<void> {
  stopAdvancing();
  const receipt: FromInflux = await stream.close(end);
  parentPort?.postMessage(receipt);
  parentPort?.close();
}
