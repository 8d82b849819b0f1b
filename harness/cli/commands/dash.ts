import type { Argv, CommandModule } from 'yargs';
import { type LiveServer, startLiveServer } from '../../../dashboards/live/live-server.ts';
import { createMonotonicClock } from '../../contract/clock.ts';
import { readRunFrame } from '../../sinks/run-directory/read-run.ts';
import { isBeingWritten } from '../../sinks/run-directory/writer-mark.ts';
import { demandWhole } from '../demand-number.ts';
import { defaultOut, findRun } from '../find-run.ts';
import { catchInterrupts } from '../interrupt.ts';
import { toListenError } from '../listen-error.ts';
import { watchRun } from '../live/watch-run.ts';

interface Arguments {
  readonly run: string | undefined;
  readonly out: string;
  readonly port: number;
}

export const dashCommand: CommandModule<object, Arguments> = {
  command: 'dash [run]',
  describe: 'Serve the page of a run: finished, running or killed',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('run', { describe: 'folder of the run; default: the newest', type: 'string' })
      .option('out', {
        describe: 'folder of the runs',
        type: 'string',
        default: defaultOut,
        requiresArg: true,
      })
      .option('port', {
        describe: 'on loopback; 0: any that is free',
        type: 'number',
        default: 0,
        requiresArg: true,
      })
      .example('$0 dash', 'the newest run, which may be running in another terminal')
      .epilogue('Serves until Ctrl-C. While the run lasts, the page follows it.'),
  async handler({ run, out, port }) {
    demandWhole('--port', port, 0, 65_535);
    const directory = await findRun(run, out);
    // What is no run is said before anything is served.
    await readRunFrame(directory);
    const server = await listen(port);
    process.stdout.write(`${server.url}\n`);
    const interrupts = catchInterrupts();
    const stopped = new Promise((resolve) => interrupts.signal.addEventListener('abort', resolve));
    const isRunning = (): Promise<boolean> => isBeingWritten(directory);
    await watchRun(directory, { clock: createMonotonicClock(), server, isRunning }, interrupts.signal);
    if (!interrupts.signal.aborted) await stopped;
    await server.close();
    interrupts.release();
  },
};

async function listen(port: number): Promise<LiveServer> {
  try {
    return await startLiveServer(port);
  } catch (error) {
    throw toListenError(error, '127.0.0.1', port) ?? error;
  }
}
