/** Makes a view of a run after the other while it is being written, from its directory: the load never notices. */
import type { LiveServer } from '../../../dashboards/live/live-server.ts';
import { toProgress } from '../../../dashboards/live/view-model/progress.ts';
import { toRunView } from '../../../dashboards/live/view-model/run-view.ts';
import type { Clock } from '../../contract/clock.ts';
import { isFaasmarkError } from '../../contract/errors.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import { summarizeRun } from '../../experiments/conclude.ts';
import { type RunFollower, followRun } from '../../sinks/run-directory/follow-run.ts';

export interface WatchParts {
  readonly clock: Clock;
  readonly server: Pick<LiveServer, 'publish' | 'tell'>;
  /** Whether more may come. Asked before each look, so that the last look sees the end. */
  readonly isRunning: () => Promise<boolean>;
  /** Ends a pause early, so that the end is seen at once. */
  readonly wake?: AbortSignal;
}

const intervalMs = 1000;
/** A view takes longer as the run grows: it may take a quarter of the time, by waiting so many times as long. */
const restPerWork = 3;

/** Tells the progress every second. Ends when the run does, after its last view, or at once when the signal aborts. */
export async function watchRun(directory: string, parts: WatchParts, signal: AbortSignal): Promise<void> {
  const { clock, server, wake = signal } = parts;
  const follower = followRun(directory);
  let viewDueMs = 0;
  while (!signal.aborted) {
    const isRunning = await parts.isRunning();
    const run = await look(follower, isRunning);
    const began = clock.epochMs();
    if (run !== undefined && run.invocations.length > 0) {
      if (isRunning && began < viewDueMs) server.tell(toProgress(run));
      else {
        server.publish(toRunView(summarizeRun(run), run, { isRunning }));
        const ended = clock.epochMs();
        viewDueMs = ended + restPerWork * (ended - began);
      }
    }
    if (!isRunning) return;
    await clock.sleep(intervalMs, AbortSignal.any([signal, wake])).catch(() => undefined);
  }
}

/** Undefined before the run has begun. */
async function look(follower: RunFollower, isRunning: boolean): Promise<RunRecord | undefined> {
  try {
    return await follower.read();
  } catch (error) {
    if (isRunning && isFaasmarkError(error) && error.code === 'RUN_UNREADABLE') return undefined;
    throw error;
  }
}
