/** Counts and times of a run while it lasts, by phase and function, in memory that does not grow with the invocations. */
import { initWebAssembly } from 'hdr-histogram-js';
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import { outcomes, startKinds } from '../contract/invocation.ts';
import type { PhaseRecording, Recording } from './recording.ts';
import { type TimeRecorder, createTimeRecorder } from './time-recorder.ts';

export interface Recorder {
  record(batch: InvocationBatch): void;
  /** What was recorded until now; later records do not change it. */
  snapshot(): Recording;
  /** Gives the memory back: it is not the garbage collector's. */
  close(): void;
}

interface Counters {
  readonly phase: string;
  readonly function: string;
  readonly outcomes: Uint32Array;
  readonly startKinds: Uint32Array;
  readonly responseTime: TimeRecorder;
  readonly serviceTime: TimeRecorder;
  readonly coldStart: TimeRecorder;
}

const coldIndex = startKinds.indexOf('cold');

export async function createRecorder(): Promise<Recorder> {
  await initWebAssembly();
  const all = new Map<string, Counters>();
  return {
    record(batch) {
      const key = `${batch.phase}\0${batch.function}`;
      let counters = all.get(key);
      if (counters === undefined) all.set(key, (counters = createCounters(batch)));
      recordRows(batch, counters);
    },
    snapshot: () => Array.from(all.values(), toRecording),
    close() {
      for (const { responseTime, serviceTime, coldStart } of all.values()) {
        for (const times of [responseTime, serviceTime, coldStart]) times.close();
      }
      all.clear();
    },
  };
}

function createCounters({ phase, function: name }: InvocationBatch): Counters {
  return {
    phase,
    function: name,
    outcomes: new Uint32Array(outcomes.length),
    startKinds: new Uint32Array(startKinds.length),
    responseTime: createTimeRecorder(),
    serviceTime: createTimeRecorder(),
    coldStart: createTimeRecorder(),
  };
}

function recordRows(batch: InvocationBatch, counters: Counters): void {
  for (let row = 0; row < batch.length; row++) {
    const start = batch.start[row] as number;
    (counters.outcomes[batch.outcome[row] as number] as number)++;
    (counters.startKinds[start] as number)++;
    const sentAt = batch.sentAt[row] as number;
    // What was never sent has no times; its outcome says so.
    if (Number.isNaN(sentAt)) continue;
    const endedAt = batch.endedAt[row] as number;
    const responseTime = endedAt - (batch.intendedStart[row] as number);
    counters.responseTime.record(responseTime);
    counters.serviceTime.record(endedAt - sentAt);
    if (start === coldIndex) counters.coldStart.record(responseTime);
  }
}

function toRecording(counters: Counters): PhaseRecording {
  const { phase, function: name, responseTime, serviceTime, coldStart } = counters;
  return {
    phase,
    function: name,
    outcomes: toRecord(outcomes, counters.outcomes),
    startKinds: toRecord(startKinds, counters.startKinds),
    responseTime: responseTime.snapshot(),
    serviceTime: serviceTime.snapshot(),
    coldStart: coldStart.snapshot(),
  };
}

function toRecord<Kind extends string>(
  kinds: readonly Kind[],
  counts: Uint32Array,
): Readonly<Record<Kind, number>> {
  return Object.fromEntries(kinds.map((kind, at) => [kind, counts[at] ?? 0])) as Record<Kind, number>;
}
