/** Our own load engine: a pacing worker and sending workers that share a timetable without talking. */
import { Worker } from 'node:worker_threads';
import type { Clock } from '../contract/clock.ts';
import { FaasmarkError, messageOf } from '../contract/errors.ts';
import { compiledModule } from '../contract/package-root.ts';
import { type Nanos, fromMillis, nanosPerSecond } from '../contract/units.ts';
import { splitCallers } from './callers.ts';
import type { EngineListener, LoadEngine, PlayEnd, PlayPart } from './engine.ts';
import { type LoadOptions, defaultLoadOptions } from './load-options.ts';
import {
  type FromSender,
  type Pace,
  type PacerData,
  type Play,
  type SenderData,
  type ToSender,
  aborted,
  createControl,
  dueOf,
} from './play.ts';
import { chooseHeadStart, peakCount, shiftTimetable, toTimetable } from './timetable.ts';

export interface NativeEngineParts extends EngineListener {
  readonly clock: Clock;
  readonly options?: Partial<LoadOptions>;
}

/** From the order to the first intended start: time for the workers to receive it, on a busy machine too. */
const leadMs = 15;
/**
 * Most arrivals in any second up to which the pacing worker wakes a sender in time; above, the sender has to spin. Some
 * room above 5,000: the busiest second of random arrivals is above their rate.
 */
const pacedRate = 6000;

export function createNativeEngine(parts: NativeEngineParts): LoadEngine {
  const { clock } = parts;
  const options = { ...defaultLoadOptions, ...parts.options };
  const pacerData: PacerData = { clockOrigin: clock.origin };
  const pacer = new Worker(compiledModule(import.meta.url, './pacer-worker.ts'), { workerData: pacerData });
  const senders = Array.from({ length: options.workers }, (_, lane) =>
    startSender({ ...pacerData, name: `sender-${lane + 1}`, options }, parts),
  );
  const failure = new Promise<never>((_, reject) => {
    for (const worker of [pacer, ...senders.map((sender) => sender.worker)]) worker.once('error', reject);
  });
  // Between plays nobody waits for it; the next play is told.
  failure.catch(() => undefined);

  return {
    async play(played, signal) {
      const timetable = toTimetable(
        played.map(({ load }) => (load.model === 'open' ? load.schedule : undefined)),
      );
      const lanes = senders.length;
      const control = createControl(lanes);
      const pacing =
        options.pacing === 'auto'
          ? choosePacing(peakCount(timetable, nanosPerSecond) / lanes)
          : options.pacing;
      const headStart = chooseHeadStart(timetable);
      const shared = { timetable, control, pacing, headStart };
      const abort = (): void => {
        Atomics.store(control, aborted, 1);
        Atomics.notify(control, aborted);
        for (let lane = 0; lane < lanes; lane++) Atomics.notify(control, dueOf(lane));
      };
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort);
      try {
        const plays = senders.map((sender, lane) =>
          sender.prepare({ ...shared, parts: toSentParts(played, lane, lanes), lane, lanes }),
        );
        const ready = Promise.all(plays.map((one) => one.ready));
        await Promise.race([ready, failure]);
        const startAt = clock.now() + fromMillis(leadMs);
        shiftTimetable(timetable, startAt);
        for (const sender of senders) sender.begin(startAt);
        if (pacing === 'worker') pacer.postMessage({ timetable, control, lanes, headStart } satisfies Pace);
        const ends = await Promise.race([Promise.all(plays.map((one) => one.ended)), failure]);
        return addUp(ends);
      } catch (error) {
        throw new FaasmarkError('LOAD_WORKER_FAILED', `the load generator failed: ${messageOf(error)}`, {
          cause: error,
        });
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
    async close() {
      await Promise.all([pacer, ...senders.map((sender) => sender.worker)].map((one) => one.terminate()));
    },
  };
}

interface SenderThread {
  readonly worker: Worker;
  prepare(play: Play): { readonly ready: Promise<void>; readonly ended: Promise<PlayEnd> };
  begin(startAt: Nanos): void;
}

function startSender(workerData: SenderData, listener: EngineListener): SenderThread {
  const worker = new Worker(compiledModule(import.meta.url, './sender-worker.ts'), { workerData });
  let onReady: (() => void) | undefined;
  let onEnded: ((end: PlayEnd) => void) | undefined;
  worker.on('message', (message: FromSender) => {
    switch (message.kind) {
      case 'batch':
        return listener.onBatch(message.batch);
      case 'sample':
        return listener.onSample(message.sample);
      case 'ready':
        return onReady?.();
      case 'ended':
        return onEnded?.(message.end);
    }
  });
  const tell = (message: ToSender): void => worker.postMessage(message);
  return {
    worker,
    prepare(play) {
      const ready = new Promise<void>((resolve) => (onReady = resolve));
      const ended = new Promise<PlayEnd>((resolve) => (onEnded = resolve));
      tell({ kind: 'prepare', play });
      return { ready, ended };
    },
    begin: (startAt) => tell({ kind: 'begin', startAt }),
  };
}

function choosePacing(peakPerSecond: number): Play['pacing'] {
  return peakPerSecond > pacedRate ? 'spin' : 'worker';
}

function toSentParts(played: readonly PlayPart[], lane: number, lanes: number): Play['parts'] {
  return played.map(({ phase, function: name, repetition, target, load }) => ({
    phase,
    function: name,
    repetition,
    target,
    closed: load.model === 'closed' ? splitCallers(load, lane, lanes) : undefined,
  }));
}

function addUp(ends: readonly PlayEnd[]): PlayEnd {
  const sum = (field: keyof PlayEnd): number => ends.reduce((total, end) => total + end[field], 0);
  return { scheduled: sum('scheduled'), sent: sum('sent'), dropped: sum('dropped') };
}
