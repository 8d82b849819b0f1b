/** Runs the compiled command as a user would, in a folder and a temporary folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../harness/contract/package-root.ts';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly child: ChildProcess;
  /** Resolves as soon as `text` has appeared on standard error, to all that has. */
  shows(text: string): Promise<string>;
  readonly ended: Promise<CliResult>;
}

/** A folder to work in; everything that the command and its children leave behind can be found. */
export interface Workplace {
  readonly folder: string;
  write(name: string, text: string): Promise<string>;
  readonly start: (args: readonly string[], environment?: Record<string, string>) => RunningCli;
  readonly run: (args: readonly string[], environment?: Record<string, string>) => Promise<CliResult>;
  /** Processes that still carry this workplace in their environment, and files in its temporary folder. */
  readonly leftovers: () => Promise<string[]>;
  remove(): Promise<void>;
}

const entry = join(packageRoot, 'dist', 'harness', 'cli', 'main.js');

export async function createWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-e2e-'));
  const temporary = join(folder, 'tmp');
  await mkdir(temporary);

  const start: Workplace['start'] = (args, environment = {}) => {
    const child = spawn(process.execPath, [entry, ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: temporary, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
    child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
    return {
      child,
      ended,
      async shows(text) {
        const isShown = (): boolean => stderr.includes(text);
        let isOver = false;
        while (!isShown() && !isOver) {
          await Promise.race([once(child.stderr, 'data'), ended]);
          isOver = child.stderr.readableEnded;
        }
        if (!isShown()) throw new Error(`ended without showing "${text}":\n${stderr}`);
        return stderr;
      },
    };
  };

  return {
    folder,
    async write(name, text) {
      await writeFile(join(folder, name), text);
      return name;
    },
    start,
    run: (args, environment) => start(args, environment).ended,
    async leftovers() {
      return [...(await findProcesses(temporary)), ...(await readdir(temporary))];
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Processes whose environment or command line mentions `text`; none where there is no /proc. */
async function findProcesses(text: string): Promise<string[]> {
  const numbers = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    numbers.map(async (pid) => {
      const read = (file: string): Promise<string> =>
        readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
      const command = await read('cmdline');
      return `${command}${await read('environ')}`.includes(text)
        ? [`${pid}: ${command.replaceAll('\0', ' ')}`]
        : [];
    }),
  );
  return found.flat();
}
