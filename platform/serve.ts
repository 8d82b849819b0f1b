/**
 * The platform as a process of its own, for an owner who starts it. One argument: the options as JSON. The first line
 * on standard output says where it listens, or why it does not. It ends with its standard input, and so with its
 * owner, however that one ends.
 */
import { type PlatformOptions, startPlatform } from './start-platform.ts';

const greet = (greeting: object): void => void process.stdout.write(`${JSON.stringify(greeting)}\n`);

try {
  const options = JSON.parse(process.argv[2] ?? '{}') as PlatformOptions;
  const platform = await startPlatform({ ...options, log: (line) => process.stderr.write(`${line}\n`) });
  const stop = (): void => {
    void platform.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.stdin.once('end', stop);
  process.stdin.once('error', stop);
  process.stdin.resume();
  // An owner that is gone reads no more: that is no reason to fail before everything is removed.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  greet({ endpoint: platform.endpoint });
} catch (error) {
  const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
  greet({ error: { code, message } });
  process.exitCode = 1;
}
