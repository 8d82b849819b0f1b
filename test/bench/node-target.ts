/** A target in Node.js in a process of its own, for what no ready-made server does. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compiledModule } from '../../harness/contract/package-root.ts';
import type { Pinning } from './pinning.ts';
import type { FromTarget, TargetOrder, ToTarget } from './processes/target-order.ts';
import { type Scope, endGroup } from './scope.ts';
import type { Target } from './target.ts';

export interface NodeTarget extends Target {
  /** When each request came since it was last asked, in nanoseconds of the monotonic clock. */
  takeArrivals(): Promise<Float64Array>;
}

export async function startNodeTarget(
  order: TargetOrder,
  pinning: Pinning,
  scope: Scope,
): Promise<NodeTarget> {
  const script = fileURLToPath(compiledModule(import.meta.url, './processes/target-process.ts'));
  const { file, args } = pinning.onTargetCore({
    file: process.execPath,
    args: [script, JSON.stringify(order)],
  });
  const child = spawn(file, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  scope.own(child);
  const ended = once(child, 'exit').then(() => {
    throw new Error('the target ended by itself');
  });
  ended.catch(() => undefined);
  const { port } = await hear(child, 'listening', ended);
  return {
    name: `node:net (${order.behaviour})`,
    url: `http://127.0.0.1:${port}/`,
    async countRequests() {
      const heard = hear(child, 'count', ended);
      child.send('count' satisfies ToTarget);
      return (await heard).count;
    },
    async takeArrivals() {
      const heard = hear(child, 'arrivals', ended);
      child.send('take' satisfies ToTarget);
      return (await heard).arrivals;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      endGroup(child, 'SIGTERM');
      await exited;
    },
  };
}

async function hear<Kind extends FromTarget['kind']>(
  child: ChildProcess,
  kind: Kind,
  ended: Promise<never>,
): Promise<Extract<FromTarget, { kind: Kind }>> {
  for (;;) {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [FromTarget];
    if (message.kind === kind) return message as Extract<FromTarget, { kind: Kind }>;
  }
}
