import { once } from 'node:events';
import type { Argv, CommandModule } from 'yargs';
import { type IsolationLevel, isolationLevels } from '../../../platform/isolation/backend.ts';
import { type EngineName, engineNames } from '../../../platform/isolation/container/container-options.ts';
import { type ProfileName, profileNames } from '../../../platform/policies/profiles/registry.ts';
import { startPlatform } from '../../../platform/start-platform.ts';
import { FaasmarkError, errorCodeOf, messageOf } from '../../contract/errors.ts';
import { demandNumber } from '../demand-number.ts';
import { catchInterrupts } from '../interrupt.ts';
import { toListenError } from '../listen-error.ts';
import { parsePrewarm } from '../prewarm.ts';
import { readDeclaredFaults } from '../read-declared-faults.ts';
import { demandProfileOptions, parseSettings, settingsFlag } from '../profile-settings.ts';
import { platformLogsCommand } from './platform-logs.ts';
import { platformPsCommand } from './platform-ps.ts';
import { platformTopCommand } from './platform-top.ts';

interface Arguments {
  readonly host: string;
  readonly port: number;
  readonly profile: ProfileName;
  readonly set: string | undefined;
  readonly timeScale: number;
  readonly idleLifetime: number | undefined;
  readonly concurrency: number | undefined;
  readonly isolation: IsolationLevel;
  readonly network: 'none' | 'host';
  readonly hardened: boolean;
  readonly prewarm: string | undefined;
  readonly kernel: string | undefined;
  readonly containerEngine: EngineName | undefined;
  readonly image: string | undefined;
  readonly data: string | undefined;
  readonly remoteCallbacks: boolean;
  readonly faults: string | undefined;
}

const start: CommandModule<object, Arguments> = {
  command: 'start',
  describe: 'Serve the reference platform until Ctrl-C',
  builder: (yargs) =>
    (yargs as Argv<Arguments>)
      .option('port', {
        describe: 'TCP port; 0: any that is free',
        type: 'number',
        default: 9001,
        requiresArg: true,
      })
      .option('host', {
        describe: 'address to bind; beyond loopback it demands a token, from FAASMARK_PLATFORM_TOKEN',
        type: 'string',
        default: '127.0.0.1',
        requiresArg: true,
      })
      .option('profile', {
        describe:
          'real platform whose policies functions run by that ask for none by the tag faasmark:profile',
        choices: profileNames,
        default: 'lambda' as const,
        requiresArg: true,
      })
      .option('set', settingsFlag)
      .option('time-scale', {
        describe: 'how many times faster than the clock windows and lifetimes go',
        type: 'number',
        default: 1,
        requiresArg: true,
      })
      .option('idle-lifetime', {
        describe: "seconds that an idle instance lives; default: the profile's, 600 of lambda",
        type: 'number',
        requiresArg: true,
      })
      .option('concurrency', {
        describe:
          "invocations that may run at once, over all functions; default: the profile's, 1,000 of lambda",
        type: 'number',
        requiresArg: true,
      })
      .option('kernel', {
        describe: 'file that virtual machines boot; default: the newest cloud kernel of Debian that is there',
        type: 'string',
        requiresArg: true,
      })
      .option('container-engine', {
        describe: 'what runs containers; default: the first of these that works here',
        choices: engineNames,
        requiresArg: true,
      })
      .option('image', {
        describe:
          'root file system of containers, a folder or a tar archive; default: made from this machine',
        type: 'string',
        requiresArg: true,
      })
      .option('isolation', {
        describe: 'level of functions that ask for none; "faasmark doctor" says which can run here',
        choices: isolationLevels,
        default: 'process' as const,
        requiresArg: true,
      })
      .option('network', {
        describe:
          'what functions reach at the level process: nothing but themselves, or all that this machine does',
        choices: ['none', 'host'] as const,
        default: 'none' as const,
        requiresArg: true,
      })
      .option('hardened', {
        describe: 'hold processes apart by namespaces and the like, where the kernel has them',
        type: 'boolean',
        default: true,
      })
      .option('prewarm', {
        describe: 'generic processes that are kept ready, as in nodejs=2,python=1; default: none',
        type: 'string',
        requiresArg: true,
      })
      .option('data', {
        describe:
          'folder that keeps functions, events, queues and timers across restarts; default: none is kept',
        type: 'string',
        requiresArg: true,
      })
      .option('remote-callbacks', {
        describe: 'let /async-function/ send results to other machines, not to this one only',
        type: 'boolean',
        default: false,
      })
      .option('faults', {
        describe: 'file that says what is to go wrong, in YAML or JSON; default: nothing',
        type: 'string',
        requiresArg: true,
      })
      .example(
        '$0 platform start --port 9001',
        'then: aws lambda list-functions --endpoint-url http://127.0.0.1:9001',
      )
      .example(
        '$0 platform start --profile knative-kpa --time-scale 60',
        'as Knative scales, a minute a second',
      )
      .example(
        '$0 platform start --set keepAlive=hybrid-histogram',
        'idle instances kept by what is known of the load',
      )
      .example('$0 platform start --idle-lifetime 30', 'instances that are gone after 30 s without work')
      .example('$0 platform start --data ~/faas', 'a platform that goes on where the last one ended'),
  async handler(options) {
    const { host, port, profile, timeScale, idleLifetime, concurrency } = options;
    const { isolation, kernel, data, remoteCallbacks } = options;
    demandNumber('--port', port, 0, 65_535);
    demandNumber('--idle-lifetime', idleLifetime ?? 1, 0.1, 86_400);
    demandNumber('--concurrency', concurrency ?? 1, 1, 100_000);
    demandNumber('--time-scale', timeScale, 0.001, 10_000);
    const profileOptions = parseSettings(options.set);
    demandProfileOptions(profile, profileOptions);
    const token = process.env['FAASMARK_PLATFORM_TOKEN'];
    const faults = options.faults === undefined ? undefined : await readDeclaredFaults(options.faults);
    const interrupts = catchInterrupts();
    const platform = await startPlatform({
      host,
      port,
      profile,
      profileOptions,
      timeScale,
      ...(idleLifetime === undefined ? {} : { idleLifetimeMs: idleLifetime * 1000 }),
      ...(concurrency === undefined ? {} : { accountConcurrency: concurrency }),
      isolation,
      network: options.network,
      hardened: options.hardened,
      ...(options.prewarm === undefined ? {} : { prewarm: parsePrewarm(options.prewarm) }),
      ...(kernel === undefined ? {} : { kernel }),
      container: { engine: options.containerEngine, image: options.image },
      ...(token === undefined ? {} : { token }),
      hasRemoteCallbacks: remoteCallbacks,
      ...(data === undefined ? {} : { dataFolder: data }),
      faults,
      log: (line) => process.stderr.write(`${line}\n`),
    }).catch((error: unknown) => {
      throw toListenError(error, host, port) ?? toStartError(error, host);
    });
    process.stdout.write(
      `The reference platform serves at ${platform.endpoint}\n` +
        `  AWS Lambda API   ${platform.endpoint}/2015-03-31/functions\n` +
        `  plain route      ${platform.endpoint}/function/NAME\n` +
        `  queues (SQS)     ${platform.endpoint}\n` +
        `  metrics          ${platform.endpoint}/metrics\n` +
        `Ctrl-C ends it and every instance.\n`,
    );
    if (!interrupts.signal.aborted) await once(interrupts.signal, 'abort');
    await platform.close();
    interrupts.release();
  },
};

export const platformCommand: CommandModule = {
  command: 'platform',
  describe: 'The built-in reference platform',
  builder: (yargs) =>
    yargs
      .command(start)
      .command(platformPsCommand)
      .command(platformLogsCommand)
      .command(platformTopCommand)
      .demandCommand(1, 'Which one? "faasmark platform start" serves it.'),
  handler: () => undefined,
};

function toStartError(error: unknown, host: string): unknown {
  const code = errorCodeOf(error) ?? '';
  switch (code) {
    case 'LEVEL_UNAVAILABLE':
      return new FaasmarkError('USAGE', `--isolation: ${messageOf(error)}`, {
        hint: '"faasmark doctor" says which levels can run here.',
        cause: error,
      });
    case 'FAULTS_INVALID':
      return new FaasmarkError('USAGE', `--faults:\n${messageOf(error)}`, {
        hint: 'platform/faults/README.md describes the document.',
        cause: error,
      });
    case 'DATA_FOLDER_IN_USE':
      return new FaasmarkError('USAGE', messageOf(error), {
        hint: 'End the other platform, or name another folder with --data.',
        cause: error,
      });
    case 'DATA_FOLDER_NEWER':
    case 'DATA_FOLDER_DAMAGED':
    case 'DATA_FOLDER_UNUSABLE':
      return new FaasmarkError('USAGE', messageOf(error), {
        hint: 'Name another folder with --data; one that is not there is made.',
        cause: error,
      });
    case 'TOKEN_REQUIRED':
      return new FaasmarkError('USAGE', `cannot bind ${host}: ${messageOf(error)}`, {
        hint: 'Set FAASMARK_PLATFORM_TOKEN, or bind 127.0.0.1.',
        cause: error,
      });
    case 'INVALID_OPTION':
      return new FaasmarkError('USAGE', messageOf(error), { cause: error });
    default:
      return error;
  }
}
