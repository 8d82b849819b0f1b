/** The platform in a process and a temporary folder of its own, so that one can see what it leaves behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../harness/contract/package-root.ts';
import type { PlatformOptions } from '../../platform/start-platform.ts';

export interface PlatformPlace {
  readonly start: (options?: PlatformOptions) => Promise<PlatformProcess>;
  /** Files in the temporary folder, and processes whose own temporary folder is in it. */
  readonly leftovers: () => Promise<string[]>;
  remove(): Promise<void>;
}

export interface PlatformProcess {
  readonly child: ChildProcess;
  readonly endpoint: string;
  /** Exit code, or the name of the signal. */
  readonly ended: Promise<number | string>;
}

const entry = join(packageRoot, 'dist', 'platform', 'serve.js');

/** @param environment - of the platforms, besides the little that they need. */
export async function createPlatformPlace(
  environment: Readonly<Record<string, string>> = {},
): Promise<PlatformPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'faasmark-place-'));
  return {
    async start(options = {}) {
      const child = spawn(process.execPath, [entry, JSON.stringify(options)], {
        env: { PATH: process.env['PATH'], TMPDIR: folder, ...environment },
        stdio: ['pipe', 'pipe', 'ignore'],
      });
      const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
      const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
      const greeting = JSON.parse(line) as { readonly endpoint: string };
      return { child, endpoint: greeting.endpoint, ended };
    },
    async leftovers() {
      return [...(await readdir(folder)), ...(await findProcesses(`TMPDIR=${folder}/`))];
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Living processes whose environment mentions `text`; none where there is no /proc. */
async function findProcesses(text: string): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
      return environment.includes(text) ? [`process ${pid}`] : [];
    }),
  );
  return found.flat();
}
