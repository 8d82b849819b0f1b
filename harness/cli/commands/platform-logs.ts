import type { Argv, CommandModule } from 'yargs';
import { catchInterrupts } from '../interrupt.ts';
import { createPlatformClient, defaultEndpoint } from '../platform-client.ts';

interface Arguments {
  readonly function: string | undefined;
  readonly endpoint: string;
  readonly follow: boolean;
  readonly timeline: boolean;
  readonly json: boolean;
}

interface Entry {
  readonly atEpochMs: number;
  readonly function: string;
  readonly instance?: string;
}

/** As `/admin/logs` gives it. */
interface LogLine extends Entry {
  readonly text: string;
}

/** As `/admin/timeline` gives it: what else there is depends on the event. */
interface TimelineEvent extends Entry {
  readonly event: string;
}

export const platformLogsCommand: CommandModule<object, Arguments> = {
  command: 'logs [function]',
  describe:
    'What the functions of a running platform wrote, or with --timeline what became of their instances',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('function', { describe: 'only of this function', type: 'string' })
      .option('endpoint', {
        describe: 'address of the platform',
        type: 'string',
        default: defaultEndpoint,
        requiresArg: true,
      })
      .option('follow', { alias: 'f', describe: 'go on until Ctrl-C', type: 'boolean', default: false })
      .option('timeline', {
        describe:
          'instances instead: requested, sandbox up, runtime up, initialised, busy, idle, removed and why',
        type: 'boolean',
        default: false,
      })
      .option('json', { describe: 'as JSON lines', type: 'boolean', default: false })
      .example('$0 platform logs checkout -f', 'what checkout writes, as it writes it'),
  async handler({ function: name, endpoint, follow, timeline, json }) {
    const query = new URLSearchParams();
    if (name !== undefined) query.set('function', name);
    if (follow) query.set('follow', 'true');
    const path = `/admin/${timeline ? 'timeline' : 'logs'}?${query.toString()}`;
    const interrupts = catchInterrupts();
    try {
      for await (const entry of createPlatformClient(endpoint).follow(path, interrupts.signal)) {
        process.stdout.write(`${json ? JSON.stringify(entry) : toLine(entry as LogLine | TimelineEvent)}\n`);
      }
    } finally {
      interrupts.release();
    }
  },
};

function toLine(entry: LogLine | TimelineEvent): string {
  const { atEpochMs, function: name, instance = '' } = entry;
  const where = `${new Date(atEpochMs).toISOString()}  ${name}  ${instance.slice(0, 8).padEnd(8)}`;
  return `${where}  ${'text' in entry ? entry.text : toWords(entry)}`;
}

function toWords(entry: TimelineEvent): string {
  const { atEpochMs: _at, function: _function, instance: _instance, event, ...details } = entry;
  const known = Object.entries(details).filter(([key]) => key !== 'sequence');
  return [event, ...known.map(([key, value]) => `${key}=${String(value)}`)].join('  ');
}
