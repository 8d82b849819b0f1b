/** Starts a server of ours on the target's core; its first line on standard output is JSON. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Pinning } from './pinning.ts';
import { type Scope, endGroup } from './scope.ts';

export interface StartedServer<Greeting> {
  readonly pid: number;
  readonly greeting: Greeting;
  /** Closes its standard input, with which it ends, and waits until it is gone. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Default: that of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Where its standard error goes. Default: with that of this process. */
  readonly log?: 'inherit' | 'ignore';
}

export async function startServer<Greeting>(
  args: readonly string[],
  pinning: Pinning,
  scope: Scope,
  { environment = process.env, log = 'inherit' }: ServerOptions = {},
): Promise<StartedServer<Greeting>> {
  const command = pinning.onTargetCore({ file: process.execPath, args });
  const child = spawn(command.file, command.args, {
    detached: true,
    stdio: ['pipe', 'pipe', log],
    env: environment,
  });
  scope.own(child);
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), exited.then(() => undefined)]);
  if (first === undefined) throw new Error(`${args[0] ?? ''} ended without a word`);
  return {
    pid: child.pid ?? 0,
    greeting: JSON.parse((first as [string])[0]) as Greeting,
    async stop() {
      child.stdin.end();
      await Promise.race([exited, endLater()]);
    },
  };

  async function endLater(): Promise<void> {
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 10_000).unref();
    });
    endGroup(child, 'SIGKILL');
  }
}
