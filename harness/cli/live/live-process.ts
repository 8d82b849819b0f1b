/**
 * Shows the run in a directory that may not be there yet, in a process of its own, which yields to the load. Its first line
 * says where, or why not; it ends with its standard input, after the last view.
 */
import { setPriority } from 'node:os';
import { type LiveServer, startLiveServer } from '../../../dashboards/live/live-server.ts';
import { createMonotonicClock } from '../../contract/clock.ts';
import { isFaasmarkError } from '../../contract/errors.ts';
import { toListenError } from '../listen-error.ts';
import type { FirstWord } from './first-word.ts';
import { watchRun } from './watch-run.ts';

const politePriority = 10;

const [, , directory = '', port = '0'] = process.argv;
setPriority(politePriority);
const ended = new AbortController();
process.stdin
  .once('end', () => ended.abort())
  .once('error', () => ended.abort())
  .resume();
// The terminal sends Ctrl-C to the run and to this: the run decides when it is over.
process.on('SIGINT', () => undefined);

const server = await start();
if (server !== undefined) {
  const isRunning = (): Promise<boolean> => Promise.resolve(!ended.signal.aborted);
  const parts = { clock: createMonotonicClock(), server, isRunning, wake: ended.signal };
  await watchRun(directory, parts, new AbortController().signal);
  await server.close();
}

async function start(): Promise<LiveServer | undefined> {
  try {
    const started = await startLiveServer(Number(port));
    say({ url: started.url });
    return started;
  } catch (failure) {
    const error = toListenError(failure, '127.0.0.1', Number(port)) ?? failure;
    if (!isFaasmarkError(error)) throw error;
    say({ code: error.code, message: error.message, hint: error.hint });
    return undefined;
  }
}

function say(word: FirstWord): void {
  process.stdout.write(`${JSON.stringify(word)}\n`);
}
