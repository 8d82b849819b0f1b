/** Makes a view of a run after the other while it is being written, from its directory: the load never notices. */
import type { PageView } from '../../../dashboards/live/view-model/page-view.ts';
import { toRunView } from '../../../dashboards/live/view-model/run-view.ts';
import type { Clock } from '../../contract/clock.ts';
import { isFaasmarkError } from '../../contract/errors.ts';
import type { RunRecord } from '../../contract/run-record.ts';
import { summarizeRun } from '../../experiments/conclude.ts';
import { type RunFollower, followRun } from '../../sinks/run-directory/follow-run.ts';

export interface WatchParts {
  readonly clock: Clock;
  readonly publish: (view: PageView) => void;
  /** Whether more may come. Asked before each look, so that the last look sees the end. */
  readonly isRunning: () => Promise<boolean>;
  /** Ends a pause early, so that the end is seen at once. */
  readonly wake?: AbortSignal;
}

const intervalMs = 1000;
/** A view takes longer as the run grows: it may take a quarter of the time, by waiting so many times as long. */
const restPerWork = 3;

/** Ends when the run does, after its last view, or at once when the signal aborts. */
export async function watchRun(directory: string, parts: WatchParts, signal: AbortSignal): Promise<void> {
  const { clock, publish, wake = signal } = parts;
  const follower = followRun(directory);
  while (!signal.aborted) {
    const isRunning = await parts.isRunning();
    const began = clock.epochMs();
    const run = await look(follower, isRunning);
    if (run !== undefined && run.invocations.length > 0) {
      publish(toRunView(summarizeRun(run), run, { isRunning }));
    }
    if (!isRunning) return;
    const rest = Math.max(intervalMs, restPerWork * (clock.epochMs() - began));
    await clock.sleep(rest, AbortSignal.any([signal, wake])).catch(() => undefined);
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
