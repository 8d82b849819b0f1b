/** Starts the reference platform in a process of its own: the instrument never shares one with what it measures. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { FaasmarkError } from '../../harness/contract/errors.ts';
import { compiledModule } from '../../harness/contract/package-root.ts';
import type { ReferenceConfig } from './config.ts';

export interface PlatformProcess {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** What the platform says in its first line. */
type Greeting = { readonly endpoint: string } | { readonly error: StartFailure };

interface StartFailure {
  readonly code: string;
  readonly message: string;
}

const keptErrorBytes = 2000;

/**
 * The platform ends when its standard input does, so it goes with its owner, however that one ends.
 *
 * @param onLost - called when it ends without having been asked to.
 * @throws FaasmarkError `SCENARIO_INVALID` for options that its profile has not; `PLATFORM_LOST`.
 */
export async function startPlatformProcess(
  config: ReferenceConfig,
  onLost: (error: FaasmarkError) => void,
): Promise<PlatformProcess> {
  const options = {
    profile: config.profile,
    profileOptions: config.profileOptions,
    timeScale: config.timeScale,
    // Some profiles have no such option: it goes only where somebody wants another than the profile's own.
    idleLifetimeMs: config.instanceKeepAliveMs,
    accountConcurrency: config.accountConcurrency,
  };
  const entry = fileURLToPath(compiledModule(import.meta.url, '../../platform/serve.ts'));
  // A process group of its own: Ctrl-C in the terminal is for us to pass on, after the functions were removed.
  const child = spawn(process.execPath, [entry, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint = `${complaint}${text.toString('utf8')}`.slice(-keptErrorBytes);
  });
  // Writing to a platform that is gone is not news: its exit is.
  child.stdin.on('error', () => undefined);

  const lost = (how: string): FaasmarkError =>
    new FaasmarkError(
      'PLATFORM_LOST',
      `the reference platform ended unexpectedly: ${how}${complaint && `\n${complaint}`}`,
      {
        hint: 'What was measured until then can be reported.',
      },
    );

  let isStopping = false;
  const exited = once(child, 'exit');
  child.once('exit', (code: number | null, signal: string | null) => {
    if (!isStopping) onLost(lost(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });

  const greeting = await readGreeting(child);
  if (greeting === undefined || 'error' in greeting) {
    isStopping = true;
    child.stdin.end();
    throw greeting === undefined ? lost('it did not start') : toStartError(greeting.error, lost);
  }
  return {
    endpoint: greeting.endpoint,
    async stop() {
      isStopping = true;
      child.stdin.end();
      await exited;
    },
  };
}

/** Only the platform knows which options its profiles have. */
function toStartError({ code, message }: StartFailure, lost: (how: string) => FaasmarkError): FaasmarkError {
  return code === 'INVALID_OPTION'
    ? new FaasmarkError('SCENARIO_INVALID', `provider: ${message}`)
    : lost(message);
}

async function readGreeting(child: ChildProcess): Promise<Greeting | undefined> {
  if (child.stdout === null) return undefined;
  const lines = createInterface({ input: child.stdout });
  const ended = once(lines, 'close').then(() => undefined);
  const first = once(lines, 'line').then(([line]) => JSON.parse(String(line)) as Greeting);
  return await Promise.race([first, ended]);
}
