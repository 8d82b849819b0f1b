/** A small key-value store over HTTP, for the function `key-value` to work on. */
import { once } from 'node:events';
import type { Argv, CommandModule } from 'yargs';
import { defaultPort } from '../../../workloads/functions/key-value/definition.ts';
import { startKeyValueServer } from '../../../workloads/key-value-server.ts';
import { demandWhole } from '../demand-number.ts';
import { catchInterrupts } from '../interrupt.ts';
import { toListenError } from '../listen-error.ts';

interface Arguments {
  readonly port: number;
  readonly host: string;
}

export const keyValueCommand: CommandModule<object, Arguments> = {
  command: 'key-value',
  describe: 'Serve a key-value store over HTTP, for the function key-value, until Ctrl-C',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .option('port', {
        describe: 'TCP port; 0: any that is free',
        type: 'number',
        default: defaultPort,
        requiresArg: true,
      })
      .option('host', {
        describe: 'address to bind; whoever reaches it may read and write',
        type: 'string',
        default: '127.0.0.1',
        requiresArg: true,
      })
      .example('$0 key-value', 'in another terminal: a run of the function key-value finds it there'),
  async handler({ host, port }) {
    demandWhole('--port', port, 0, 65_535);
    const interrupts = catchInterrupts();
    const server = await startKeyValueServer(host, port).catch((error: unknown) => {
      throw toListenError(error, host, port) ?? error;
    });
    process.stdout.write(
      `The key-value store serves at ${server.url}\nCtrl-C ends it; nothing outlives it.\n`,
    );
    if (!interrupts.signal.aborted) await once(interrupts.signal, 'abort');
    await server.close();
    interrupts.release();
  },
};
