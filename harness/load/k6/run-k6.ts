/** A k6 process: started in a folder of its own, read while it runs, ended with the play. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Clock } from '../../contract/clock.ts';
import { FaasmarkError, messageOf } from '../../contract/errors.ts';
import type { LoadOptions } from '../load-options.ts';

export interface K6Parts {
  readonly clock: Clock;
  /** Of the user: where k6 is, and what it needs to run. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly protocol: LoadOptions['protocol'];
}

/** Says where k6 is; else it is looked for on the PATH. */
const k6Variable = 'FAASMARK_K6';

/** k6 gets this long to write what it has, and is killed then. */
const abortGraceMs = 5000;

/**
 * JSON goes to standard output: it needs no disk, and a k6 whose reader is gone ends with its next line.
 */
const flags = [
  '--quiet',
  '--no-usage-report',
  '--no-color',
  '--no-thresholds',
  '--summary-mode=disabled',
  // Its own control port: two k6 on one machine would want the same.
  '--address=',
  '--log-format=json',
  '--out=json=-',
];

/**
 * Resolves when k6 has ended, by itself or because of the signal.
 *
 * @param onLine - called with every line of its output.
 * @throws FaasmarkError `RUNTIME_MISSING`, `LOAD_WORKER_FAILED`.
 */
export async function runK6(
  script: string,
  { clock, environment, protocol }: K6Parts,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-k6-'));
  const over = new AbortController();
  try {
    const file = join(folder, 'script.ts');
    // It holds the headers of the targets.
    await writeFile(file, script, { mode: 0o600 });
    const program = toProgram(environment[k6Variable]);
    const child = spawn(program, ['run', ...flags, file], {
      cwd: folder,
      env: toEnvironment(environment, protocol),
      stdio: ['ignore', 'pipe', 'pipe'],
      // Ctrl-C in a terminal goes to a whole group; a second one would make k6 throw away what it has.
      detached: true,
    });
    await once(child, 'spawn').catch((error: unknown) => {
      throw toMissing(program, error);
    });
    const closed = once(child, 'close');
    const complaint = collectComplaint(child.stderr);
    const abort = (): void => {
      child.kill('SIGINT');
      clock.sleep(abortGraceMs, over.signal).then(
        () => child.kill('SIGKILL'),
        () => undefined,
      );
    };
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    try {
      for await (const line of createInterface({ input: child.stdout })) onLine(line);
      const [code] = (await closed) as [number | null];
      if (code !== 0 && !signal.aborted) {
        throw new FaasmarkError('LOAD_WORKER_FAILED', `k6 ended with ${code}: ${complaint()}`);
      }
    } finally {
      signal.removeEventListener('abort', abort);
      // Only if what it wrote could not be read: else it has ended.
      child.kill('SIGKILL');
    }
  } finally {
    over.abort();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A path counts from where the user is; k6 itself starts elsewhere. */
function toProgram(path: string | undefined): string {
  return path === undefined || path === '' ? 'k6' : resolve(path);
}

function toMissing(program: string, cause: unknown): FaasmarkError {
  return new FaasmarkError(
    'RUNTIME_MISSING',
    `there is no k6: ${program} cannot be run (${messageOf(cause)})`,
    {
      hint: `Install k6 1.0 or later from https://grafana.com/docs/k6/latest/set-up/install-k6, or set ${k6Variable} to its path.`,
      cause,
    },
  );
}

/** k6 takes settings from the environment: none of the user's may change what is measured. */
function toEnvironment(
  environment: K6Parts['environment'],
  protocol: LoadOptions['protocol'],
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !name.startsWith('K6_'));
  // Over TLS k6 would agree with the target on HTTP/2.
  return { ...Object.fromEntries(kept), ...(protocol === 'http/1.1' ? { GODEBUG: 'http2client=0' } : {}) };
}

/** The last error that k6 has logged, in one line. */
function collectComplaint(stderr: NodeJS.ReadableStream): () => string {
  let last = 'it did not say why';
  createInterface({ input: stderr }).on('line', (line) => {
    if (!line.includes('"level":"error"')) return;
    last = messageOf(tryParse(line)['msg']).trim().replaceAll(/\s+/g, ' ');
  });
  return () => last;
}

function tryParse(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return { msg: line };
  }
}
