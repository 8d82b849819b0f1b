/** What instances that do nothing cost beyond their runtime, and what functions cost that are only deployed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { below } from '../figure.ts';
import { endGroup, type Scope } from '../scope.ts';
import { type ColdPlatform, startColdPlatform } from './cold-platform.ts';
import { helloInNode, toWaitingCommand } from './hello.ts';
import type { PartContext, PartResult } from './part.ts';
import { listDescendants, readMemoryMiB } from './process-tree.ts';
import { timeRequest } from './time-request.ts';

const idleLifetimeMs = 600_000;
const deployedAtOnce = 8;
const settleMs = 1_000;

export async function measureMemory({ conditions, quick, scope, say }: PartContext): Promise<PartResult> {
  const platform = await startColdPlatform({ idleLifetimeMs }, conditions.pinning, scope);
  try {
    const idle = await measureIdle(platform, quick ? 2 : 20, scope);
    say(
      `  an idle instance ${describe(idle.instanceMiB)}, in the platform ${describe(idle.platformMiB)}, its runtime alone ${describe(idle.runtimeMiB)}`,
    );
    await platform.remove('idle');
    await platform.whenRemoved('idle');
    const thousandFunctionsMiB = await measureDeployed(platform, quick ? 10 : 1000);
    const idleInstanceMiB = idle.instanceMiB + idle.platformMiB - idle.runtimeMiB;
    return {
      figures: [
        below('idleInstanceMiB', idleInstanceMiB, 1),
        below('thousandFunctionsMiB', thousandFunctionsMiB, 150),
      ],
      fields: { idleInstanceMiB, idle, thousandFunctionsMiB },
    };
  } finally {
    await platform.stop();
  }
}

interface Idle {
  /** Proportional share of its processes. */
  readonly instanceMiB: number;
  /** What the platform's own processes have grown by. */
  readonly platformMiB: number;
  readonly runtimeMiB: number;
}

/** Both are there at the same time, so that what is shared is divided alike. */
async function measureIdle(platform: ColdPlatform, count: number, scope: Scope): Promise<Idle> {
  await platform.deploy('idle', { ...helloInNode, MemorySize: 128 });
  const { file, args } = toWaitingCommand(scope.folder);
  const runtimes = Array.from({ length: count }, () =>
    spawn(file, args, { env: {}, detached: true, stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  for (const runtime of runtimes) scope.own(runtime);
  try {
    await Promise.all(runtimes.map(callOnce));
    const own = listDescendants(platform.pid);
    const before = sum(own, 'private');
    const url = `${platform.endpoint}/function/idle`;
    await Promise.all(Array.from({ length: count }, () => timeRequest(url)));
    // What they needed to start with is given back by then.
    await delay(settleMs);
    const added = listDescendants(platform.pid).filter((pid) => !own.includes(pid));
    const grown = sum(own, 'private') - before;
    return {
      instanceMiB: sum(added, 'proportional') / count,
      platformMiB: grown / count,
      runtimeMiB:
        sum(
          runtimes.map(({ pid }) => pid ?? 0),
          'proportional',
        ) / count,
    };
  } finally {
    for (const runtime of runtimes) endGroup(runtime, 'SIGKILL');
  }
}

async function callOnce({ stdin, stdout }: ChildProcess): Promise<void> {
  if (stdin === null || stdout === null) return;
  stdin.write('{}\n');
  await once(stdout, 'data');
}

/**
 * Of the platform and what it started beside instances. Its own process counts in full, libraries and all; what it
 * started shares most of its memory with its parent, and that counts once.
 */
async function measureDeployed(platform: ColdPlatform, count: number): Promise<number> {
  for (let first = 0; first < count; first += deployedAtOnce) {
    const names = Array.from(
      { length: Math.min(deployedAtOnce, count - first) },
      (_, at) => `f-${first + at}`,
    );
    await Promise.all(names.map((name) => platform.deploy(name, helloInNode)));
  }
  const [own = platform.pid, ...started] = listDescendants(platform.pid);
  return readMemoryMiB(own, 'resident') + sum(started, 'proportional');
}

function sum(pids: readonly number[], kind: Parameters<typeof readMemoryMiB>[1]): number {
  return pids.reduce((total, pid) => total + readMemoryMiB(pid, kind), 0);
}

function describe(memoryMiB: number): string {
  return `${memoryMiB.toFixed(2)} MiB`;
}
