/** Which run a command means: the one it names, or the newest. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FaasmarkError } from '../contract/errors.ts';

export const defaultOut = 'faasmark-runs';

/** @throws FaasmarkError `RUN_UNREADABLE` when none is named and there is none. */
export async function findRun(named: string | undefined, out: string): Promise<string> {
  if (named !== undefined) return named;
  const runs: string[] = await readdir(out).catch(() => []);
  // The names begin with the date and time: the last in order is the newest.
  const newest = runs.toSorted().at(-1);
  if (newest === undefined) {
    throw new FaasmarkError('RUN_UNREADABLE', `there is no run in ${out}`, {
      hint: 'Name the folder of a run, or make one with "faasmark run".',
    });
  }
  return join(out, newest);
}
