/** Shows the stages of a run in the terminal: live where there is one, a line a stage where there is none. */
import { Listr, ListrLogger, ProcessOutput } from 'listr2';
import colors from 'picocolors';
import type { Clock } from '../contract/clock.ts';
import type { RunObserver } from '../run/observer.ts';

/** Without a terminal every line stays: one in five seconds is enough. */
const plainIntervalMs = 5000;

export interface TerminalObserverOptions {
  readonly clock: Clock;
  readonly quiet: boolean;
  /** Whether standard error is a terminal. */
  readonly isTerminal: boolean;
}

export function createTerminalObserver({ clock, quiet, isTerminal }: TerminalObserverOptions): RunObserver {
  const notes: string[] = [];
  const showNotes = (): void => {
    for (const note of notes.splice(0)) process.stderr.write(`${colors.yellow('!')} ${note}\n`);
  };

  return {
    async stage(title, work) {
      let shownAt = clock.epochMs();
      const results: Awaited<ReturnType<typeof work>>[] = [];
      const list = new Listr(
        [
          {
            title,
            async task(_, task): Promise<void> {
              results.push(
                await work((line) => {
                  if (!isTerminal && clock.epochMs() - shownAt < plainIntervalMs) return;
                  shownAt = clock.epochMs();
                  task.output = line;
                }),
              );
            },
          },
        ],
        {
          renderer: quiet ? 'silent' : isTerminal ? 'default' : 'simple',
          rendererOptions: { logger: createStderrLogger() },
          registerSignalListeners: false,
        },
      );
      try {
        await list.run();
      } finally {
        showNotes();
      }
      return results[0] as Awaited<ReturnType<typeof work>>;
    },
    note(message) {
      notes.push(message);
    },
  };
}

/** Progress goes to standard error: standard output is for the result. */
function createStderrLogger(): ListrLogger {
  return new ListrLogger({
    useIcons: true,
    toStderr: [],
    processOutput: new ProcessOutput(process.stderr, process.stderr),
  });
}
