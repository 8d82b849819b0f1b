/**
 * Shows the run in a directory that may not be there yet, in a process of its own, which yields to the load. Prints the
 * address of the page in its first line; ends with its standard input, after the last view.
 */
import { setPriority } from 'node:os';
import { startLiveServer } from '../../../dashboards/live/live-server.ts';
import { createMonotonicClock } from '../../contract/clock.ts';
import { exitCodeOf, showError } from '../show-error.ts';
import { watchRun } from './watch-run.ts';

const politePriority = 10;

const [, , directory = '', port = '0'] = process.argv;
try {
  setPriority(politePriority);
  const ended = new AbortController();
  process.stdin
    .once('end', () => ended.abort())
    .once('error', () => ended.abort())
    .resume();
  // The terminal sends Ctrl-C to the run and to this: the run decides when it is over.
  process.on('SIGINT', () => undefined);
  const server = await startLiveServer(Number(port));
  process.stdout.write(`${server.url}\n`);
  const isRunning = async (): Promise<boolean> => !ended.signal.aborted;
  const parts = { clock: createMonotonicClock(), server, isRunning, wake: ended.signal };
  await watchRun(directory, parts, new AbortController().signal);
  await server.close();
} catch (error) {
  showError(error);
  process.exitCode = exitCodeOf(error);
}
