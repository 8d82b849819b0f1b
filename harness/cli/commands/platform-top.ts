import { setTimeout as delay } from 'node:timers/promises';
import type { Argv, CommandModule } from 'yargs';
import { catchInterrupts } from '../interrupt.ts';
import { createPlatformClient, defaultEndpoint } from '../platform-client.ts';
import { toTextTable } from '../text-table.ts';

interface Arguments {
  readonly endpoint: string;
  readonly interval: number;
  readonly once: boolean;
}

/** As `/admin/functions` gives it. */
interface Glance {
  readonly function: string;
  readonly runtime: string;
  readonly memoryMiB: number;
  readonly starting: number;
  readonly idle: number;
  readonly busy: number;
  readonly paused: number;
  readonly coldStarts: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

interface Look {
  readonly atMs: number;
  readonly functions: readonly Glance[];
}

export const platformTopCommand: CommandModule<object, Arguments> = {
  command: 'top',
  describe: 'Watch the functions of a running platform: instances, rates, cold starts, failures',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .option('endpoint', {
        describe: 'address of the platform',
        type: 'string',
        default: defaultEndpoint,
        requiresArg: true,
      })
      .option('interval', {
        describe: 'seconds between two looks',
        type: 'number',
        default: 1,
        requiresArg: true,
      })
      .option('once', {
        describe: 'one look, over one interval; the default when the output is no terminal',
        type: 'boolean',
        default: !process.stdout.isTTY,
      }),
  async handler({ endpoint, interval, once }) {
    const client = createPlatformClient(endpoint);
    const interrupts = catchInterrupts();
    const { signal } = interrupts;
    const look = async (): Promise<Look> => {
      const { functions } = (await client.get('/admin/functions')) as {
        readonly functions: readonly Glance[];
      };
      return { atMs: performance.now(), functions };
    };
    try {
      let before = await look();
      while (!signal.aborted) {
        await delay(Math.max(0.1, interval) * 1000, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        const now = await look();
        process.stdout.write(`${once ? '' : clearScreen}${toTable(before, now)}`);
        if (once) return;
        before = now;
      }
    } finally {
      interrupts.release();
    }
  },
};

/** ECMA-48: cursor to the top left, then erase all below. */
const clearScreen = '\u001B[H\u001B[J';

const head = [
  'FUNCTION',
  'RUNTIME',
  'MIB',
  'STARTING',
  'BUSY',
  'IDLE',
  'PAUSED',
  'OK/S',
  'FAILED/S',
  'REFUSED/S',
  'COLD/S',
];

function toTable(before: Look, now: Look): string {
  const seconds = (now.atMs - before.atMs) / 1000;
  return toTextTable(
    head,
    now.functions.map((one) => {
      const previous = before.functions.find((other) => other.function === one.function);
      const rate = (...outcomes: string[]): number => {
        const count = (glance: Glance | undefined): number =>
          outcomes.reduce((sum, outcome) => sum + (glance?.outcomes[outcome] ?? 0), 0);
        return toRate(count(one) - count(previous), seconds);
      };
      return [
        one.function,
        one.runtime,
        one.memoryMiB,
        one.starting,
        one.busy,
        one.idle,
        one.paused,
        rate('ok'),
        rate('failed', 'timedOut', 'notStarted'),
        rate('throttled', 'refused'),
        toRate(one.coldStarts - (previous?.coldStarts ?? 0), seconds),
      ];
    }),
  );
}

function toRate(count: number, seconds: number): number {
  return Math.round((count / seconds) * 10) / 10;
}
