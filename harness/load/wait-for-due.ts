/** How a sender waits for the lines of its timetable: woken by the pacing worker, spinning, or by a timer. */
import type { Clock } from '../contract/clock.ts';
import { type Play, dueOf } from './play.ts';

export interface DueActions {
  /** Sends this lane's lines before line `due`. */
  sendUntil(due: number): void;
  isAborted(): boolean;
}

/** The abort may come just before the sender waits: it looks again after this. */
const abortCheckMs = 50;
const timerMs = 1;
/**
 * Most invocations that one turn of the event loop sends. Answers are read between the turns, and free their connections:
 * a sender that was late and sent everything at once would open a connection for each, and be later for it.
 */
const sendsPerTurn = 16;

/** Resolves when every line was sent, or the play was aborted. */
export async function waitForDue(play: Play, clock: Clock, actions: DueActions): Promise<void> {
  switch (play.pacing) {
    case 'worker':
      return await waitForPacer(play, clock, actions);
    case 'spin':
      return await spin(play, clock, actions);
    case 'timer':
      return await watchClock(play, clock, actions);
  }
}

async function waitForPacer(play: Play, clock: Clock, actions: DueActions): Promise<void> {
  const { timetable, control, lane, lanes } = play;
  const last = lastLineOf(timetable.starts.length, lane, lanes);
  const word = dueOf(lane);
  const findDue = createFindDue(play, clock);
  const sendSome = createSendSome(play, actions);
  for (let announced = 0; announced < last && !actions.isAborted();) {
    announced = Atomics.load(control, word);
    // What was announced is due within the head start: the event loop turns until then, and reads answers.
    await clock.spin(() => sendSome(Math.min(findDue(), announced)) < announced && !actions.isAborted());
    if (announced >= last) return;
    const wait = Atomics.waitAsync(control, word, announced, abortCheckMs);
    if (wait.async) await wait.value;
  }
}

async function spin(play: Play, clock: Clock, actions: DueActions): Promise<void> {
  const { length } = play.timetable.starts;
  const findDue = createFindDue(play, clock);
  const sendSome = createSendSome(play, actions);
  await clock.spin(() => sendSome(findDue()) < length && !actions.isAborted());
}

async function watchClock(play: Play, clock: Clock, actions: DueActions): Promise<void> {
  const { length } = play.timetable.starts;
  const findDue = createFindDue(play, clock);
  const sendSome = createSendSome(play, actions);
  let sent = 0;
  const sendDue = async (): Promise<void> => {
    const due = findDue();
    await clock.spin(() => (sent = sendSome(due)) < due && !actions.isAborted());
  };
  await new Promise<void>((resolve) => {
    let sending: Promise<void> | undefined;
    const stop = clock.every(timerMs, () => {
      if (sent >= length || actions.isAborted()) {
        stop();
        resolve();
      } else {
        sending ??= sendDue().finally(() => (sending = undefined));
      }
    });
  });
}

/** One more than the last line of a lane. */
function lastLineOf(length: number, lane: number, lanes: number): number {
  const lines = Math.ceil((length - lane) / lanes);
  return lines <= 0 ? 0 : lane + (lines - 1) * lanes + 1;
}

/** How many lines are due by the clock. */
function createFindDue({ timetable: { starts } }: Play, clock: Clock): () => number {
  let due = 0;
  return () => {
    const now = clock.now();
    while (due < starts.length && (starts[due] as number) <= now) due++;
    return due;
  };
}

/** Sends of what is due as much as one turn may, and says up to which line all were sent. */
function createSendSome({ lanes }: Play, actions: DueActions): (due: number) => number {
  let sent = 0;
  return (due) => {
    sent = Math.min(due, sent + sendsPerTurn * lanes);
    actions.sendUntil(sent);
    return sent;
  };
}
