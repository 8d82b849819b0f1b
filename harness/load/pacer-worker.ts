/**
 * The pacing worker: sleeps until an invocation is nearly due and then wakes the sending worker that has it. It blocks in
 * `Atomics.wait`, which wakes within tens of microseconds where a timer would take a millisecond, and it leaves the
 * event loops of the senders free to read answers. The head start covers what waking two threads takes.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { createMonotonicClock } from '../contract/clock.ts';
import { toMillis } from '../contract/units.ts';
import { type Pace, type PacerData, aborted, dueOf } from './play.ts';

const { clockOrigin } = workerData as PacerData;
const clock = createMonotonicClock(clockOrigin);

parentPort?.on('message', pace);

function pace({ timetable: { starts }, control, lanes, headStart }: Pace): void {
  let due = 0;
  while (due < starts.length && Atomics.load(control, aborted) === 0) {
    const soon = clock.now() + headStart;
    const before = due;
    while (due < starts.length && (starts[due] as number) <= soon) due++;
    if (due > before) wake(control, lanes, before, due);
    else Atomics.wait(control, aborted, 0, toMillis((starts[due] as number) - soon));
  }
}

/** The lanes of lines `before` to `due - 1`. */
function wake(control: Int32Array<SharedArrayBuffer>, lanes: number, before: number, due: number): void {
  for (let line = before; line < Math.min(due, before + lanes); line++) {
    const word = dueOf(line % lanes);
    Atomics.store(control, word, due);
    Atomics.notify(control, word);
  }
}
