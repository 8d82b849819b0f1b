import type { Argv, CommandModule } from 'yargs';
import { createPlatformClient, defaultEndpoint } from '../platform-client.ts';
import { toTextTable } from '../text-table.ts';

interface Arguments {
  readonly function: string | undefined;
  readonly endpoint: string;
  readonly all: boolean;
  readonly json: boolean;
}

/** As `/admin/instances` gives it. */
interface Instance {
  readonly instance: string;
  readonly function: string;
  readonly isolation: string;
  readonly origin: string | null;
  readonly state: string;
  readonly requestedAtEpochMs: number;
  readonly readyAtEpochMs: number | null;
  readonly removedAtEpochMs: number | null;
  readonly invocations: number;
  readonly cause: string | null;
}

export const platformPsCommand: CommandModule<object, Arguments> = {
  command: 'ps [function]',
  describe: 'List the instances of a running platform',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .positional('function', { describe: 'only those of this function', type: 'string' })
      .option('endpoint', {
        describe: 'address of the platform',
        type: 'string',
        default: defaultEndpoint,
        requiresArg: true,
      })
      .option('all', { describe: 'removed ones too', type: 'boolean', default: false })
      .option('json', { describe: 'as JSON, with everything known', type: 'boolean', default: false }),
  async handler({ function: name, endpoint, all, json }) {
    const query = name === undefined ? '' : `?function=${encodeURIComponent(name)}`;
    const { instances } = (await createPlatformClient(endpoint).get(`/admin/instances${query}`)) as {
      readonly instances: readonly Instance[];
    };
    const shown = instances.filter((one) => all || one.removedAtEpochMs === null);
    process.stdout.write(json ? `${JSON.stringify(shown, undefined, 2)}\n` : toTable(shown, Date.now()));
  },
};

const head = [
  'FUNCTION',
  'INSTANCE',
  'LEVEL',
  'ORIGIN',
  'STATE',
  'AGE',
  'STARTED IN',
  'INVOCATIONS',
  'CAUSE',
];

function toTable(instances: readonly Instance[], nowEpochMs: number): string {
  return toTextTable(
    head,
    instances.map((one) => [
      one.function,
      one.instance.slice(0, 8),
      one.isolation,
      one.origin ?? '-',
      one.state,
      toAge((one.removedAtEpochMs ?? nowEpochMs) - one.requestedAtEpochMs),
      one.readyAtEpochMs === null ? '-' : `${(one.readyAtEpochMs - one.requestedAtEpochMs).toFixed(1)} ms`,
      one.invocations,
      one.cause ?? '',
    ]),
  );
}

function toAge(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.floor(seconds / 60)} m` : `${Math.floor(seconds / 3600)} h`;
}
