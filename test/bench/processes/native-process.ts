/** Our own engine as a contender: the real one, with its threads, every invocation recorded and every record received. */
import { type Clock, createMonotonicClock } from '../../../harness/contract/clock.ts';
import type { PlayPart } from '../../../harness/load/engine.ts';
import { createNativeEngine } from '../../../harness/load/native-engine.ts';
import type { Sink } from '../../../harness/contract/sink.ts';
import { toSinkSpec } from '../../../harness/sinks/sink-spec.ts';
import { createThreadedSink } from '../../../harness/sinks/thread/threaded-sink.ts';
import { createSchedule } from '../../../workloads/arrivals/create-schedule.ts';
import { createManifest } from '../../support/synthetic-run.ts';
import { requestBody } from '../peers/peer.ts';
import { percentile } from '../statistics.ts';
import { endWithParent } from './end-with-parent.ts';
import { type MemorySample, type NativeOrder, type NativeReport, scheduleSeed } from './native-order.ts';
import { createTally } from './tally.ts';

endWithParent();
const order = JSON.parse(process.argv[2] ?? '') as NativeOrder;
const clock = createMonotonicClock();
const part = toPart(order);
const tally = createTally(countScheduled(part));
let mostConnections = 0;
const stream = await openStream(order, clock);
const engine = createNativeEngine({
  clock,
  options: {
    ...(order.workers === undefined ? {} : { workers: order.workers }),
    ...(order.pacing === undefined ? {} : { pacing: order.pacing }),
  },
  onBatch(batch) {
    tally.add(batch);
    stream?.write(batch);
  },
  onSample(sample) {
    mostConnections = Math.max(mostConnections, sample.connections);
    stream?.generator(sample);
  },
});

const startedAt = clock.now();
const memory: MemorySample[] = [];
const look = (): void => void memory.push(readMemory((clock.now() - startedAt) / 1e9));
const stopLooking = clock.every((order.memoryEverySeconds ?? 3600) * 1000, look);
const { scheduled, dropped } = await engine.play([part], new AbortController().signal);
look();
stopLooking();
await engine.close();
const receipt = (await stream?.close({ at: clock.now(), outcome: 'completed' })) ?? null;

const settle = (order.settleSeconds ?? 0) * 1e9;
const responseTimes = tally.responseTimes(settle);
const sendDelays = tally.sendDelays(settle);
const report: NativeReport = {
  requests: tally.count,
  requestsPerSecond: tally.count / ((tally.lastEnd - tally.firstStart) / 1e9),
  p50Ms: percentile(responseTimes, 50) / 1e6,
  p99Ms: percentile(responseTimes, 99) / 1e6,
  p999Ms: percentile(responseTimes, 99.9) / 1e6,
  sendDelayP50Us: percentile(sendDelays, 50) / 1e3,
  sendDelayP99Us: percentile(sendDelays, 99) / 1e3,
  scheduled,
  dropped,
  lost: tally.countLost(order.load.model === 'open' ? scheduled : 0),
  duplicated: tally.duplicated,
  notOk: tally.notOk,
  mostConnections,
  peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  firstStart: Number(clock.origin) + tally.firstStart,
  memory,
  receipt,
};
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit());

function toPart({ url, load }: NativeOrder): PlayPart {
  const { origin, pathname } = new URL(url);
  const common = { origin, path: pathname, dialect: 'plain', timeoutMs: 60_000 } as const;
  const label = { phase: 'bench', function: 'target', repetition: 0 };
  if (load.model === 'open') {
    const target = { ...common, method: 'GET', headers: {}, body: '' } as const;
    return {
      ...label,
      target,
      load: { model: 'open', schedule: createSchedule(load.arrivals, scheduleSeed) },
    };
  }
  const { connections, seconds } = load;
  const stage = { fromConcurrency: connections, toConcurrency: connections, durationMs: seconds * 1000 };
  const headers = { 'content-type': 'application/json' };
  return {
    ...label,
    target: { ...common, method: 'POST', headers, body: requestBody },
    load: { model: 'closed', stages: [stage], thinkTimeMs: 0 },
  };
}

async function openStream({ influx }: NativeOrder, streamClock: Clock): Promise<Sink | undefined> {
  if (influx === undefined) return undefined;
  const spec = toSinkSpec({ kind: 'influx', to: influx.address }, {});
  const sink = createThreadedSink(spec, { runDirectory: influx.spool, replaces: true });
  await sink.open({
    ...createManifest({ runId: `bench-${process.pid}`, functions: ['target'] }),
    epochMsAtOrigin: streamClock.epochMs() - streamClock.now() / 1e6,
  });
  return sink;
}

/** Of the closed model, which nobody can know: enough for most. */
function countScheduled({ load }: PlayPart): number {
  if (load.model === 'closed') return 1 << 19;
  let count = 0;
  while (load.schedule.intendedStart(count) !== undefined) count++;
  return Math.max(1, count);
}

function readMemory(atSeconds: number): MemorySample {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const [rssMiB, heapMiB, arrayBuffersMiB] = [rss, heapUsed, arrayBuffers].map((bytes) => bytes / 2 ** 20);
  return { atSeconds, rssMiB: rssMiB ?? 0, heapMiB: heapMiB ?? 0, arrayBuffersMiB: arrayBuffersMiB ?? 0 };
}
