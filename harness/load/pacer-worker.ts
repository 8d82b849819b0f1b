/**
 * The pacing worker: sleeps until an invocation is due and then wakes the sending worker. It blocks in `Atomics.wait`,
 * which wakes within tens of microseconds where a timer would take a millisecond, and it leaves the sending worker's
 * event loop free to read answers.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createMonotonicClock } from '../contract/clock.ts';
import { toMillis } from '../contract/units.ts';
import { type Play, type WorkerData, control as word } from './play.ts';

const { clockOrigin } = workerData as WorkerData;
const clock = createMonotonicClock(clockOrigin);

parentPort?.on('message', pace);

function pace({ intendedStarts, control }: Pick<Play, 'intendedStarts' | 'control'>): void {
  let due = 0;
  while (due < intendedStarts.length && Atomics.load(control, word.aborted) === 0) {
    const now = clock.now();
    const before = due;
    while (due < intendedStarts.length && (intendedStarts[due] as number) <= now) due++;
    if (due > before) {
      Atomics.store(control, word.due, due);
      Atomics.notify(control, word.due);
    } else {
      Atomics.wait(control, word.aborted, 0, toMillis((intendedStarts[due] as number) - now));
    }
  }
}
