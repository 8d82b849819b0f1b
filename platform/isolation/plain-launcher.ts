/**
 * Starts a runtime as a process group of its own with a clean environment, and nothing else between it and the
 * platform: where the machine offers no namespaces. It keeps functions from disturbing each other, not attackers out.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { toCompileCachePath } from '../control/function-revision.ts';
import { nodeBootstrapPath } from '../package-files.ts';
import { connectionVariable, type RuntimePlaces, toCompileCacheVariable } from '../runtime/environment.ts';
import { familyOf } from '../runtime/runtimes.ts';
import type { SandboxExit } from './backend.ts';
import { findDeathSignalWrapper } from './death-signal.ts';
import { killGroup } from './end-processes.ts';
import type { LaunchedRuntime, Launcher, LaunchOrder } from './launcher.ts';
import { createPeakMemoryReader } from './process-memory.ts';

/** @param madeOf - what the sandboxes are made of, for people. */
export function createPlainLauncher(madeOf: string): Launcher {
  const wrapper = findDeathSignalWrapper();
  return { launch: (order) => launchProcess(order, wrapper, madeOf) };
}

async function launchProcess(
  order: LaunchOrder,
  wrapper: readonly string[],
  madeOf: string,
): Promise<LaunchedRuntime> {
  const [program = '', ...args] = [...wrapper, ...order.command];
  const { code, settings } = order.revision;
  const isHandedOver = familyOf(settings.runtime) !== 'provided' && !order.needsPort;
  const places: RuntimePlaces = {
    codeFolder: code.folder,
    scratchFolder: await order.makeScratchFolder(),
    runtimeFolder: dirname(nodeBootstrapPath),
    runtimeApi: isHandedOver ? undefined : await order.runtimeApi.listen(),
  };
  const child: ChildProcess = spawn(program, args, {
    cwd: code.folder,
    env: {
      ...order.toEnvironment(places),
      ...(isHandedOver && { [connectionVariable]: '3' }),
      ...toCompileCacheVariable(order.compileCache, toCompileCachePath(code.folder)),
    },
    // A session, and so a process group, of its own.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', isHandedOver ? 'pipe' : 'ignore'],
  });

  let settle: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let isGone = false;
  const end = (exit: SandboxExit): void => {
    if (isGone) return;
    isGone = true;
    const { pid } = child;
    if (pid !== undefined) killGroup(pid);
    order.onExit(exit);
    settle();
  };
  child.stdout?.on('data', order.onOutput);
  child.stderr?.on('data', order.onOutput);
  child.once('error', (error: NodeJS.ErrnoException) => {
    if (child.pid === undefined) end({ kind: 'notStarted', code: error.code ?? '', message: error.message });
  });
  // Without file handles left there is neither a process nor a connection: the error tells it.
  if (isHandedOver && child.pid !== undefined) order.runtimeApi.attach(child.stdio[3] as Socket);
  child.once('exit', (status, signal) => {
    // What the runtime wrote last may still be in the pipes: it is read before the end is told.
    setImmediate(() => {
      end(signal === null ? { kind: 'exited', status: status ?? 0 } : { kind: 'signalled', signal: signal });
      // A descendant outside the group may hold the pipes open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
  });

  return {
    origin: 'new',
    madeOf,
    readPeakMemoryMiB: createPeakMemoryReader(() => (isGone ? undefined : child.pid)),
    async destroy() {
      if (!isGone && child.pid !== undefined) killGroup(child.pid);
      await gone;
    },
  };
}
