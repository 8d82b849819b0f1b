/**
 * Isolation level `process`: each sandbox is a process group of its own with a clean environment. It shares the
 * kernel, the file system and the user with the platform: it keeps functions apart, not attackers out.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { killGroup } from './end-processes.ts';
import type { IsolationBackend, SandboxExit } from './backend.ts';
import { findProgram } from './find-program.ts';
import type { LaunchedRuntime, LaunchOrder } from './launcher.ts';
import { listDescendants, readPeakKib, readResidentKib } from './process-memory.ts';
import { createRuntimeSandbox, type RuntimeSandboxContext } from './runtime-sandbox.ts';

/** How often the list of descendants is read anew, in looks at the memory. */
const looksPerListing = 10;

export function createProcessBackend(context: RuntimeSandboxContext): IsolationBackend {
  const wrapper = findDeathSignalWrapper();
  const launcher = { launch: (order: LaunchOrder) => launchProcess(order, wrapper) };
  return {
    level: 'process',
    probe: () =>
      Promise.resolve(
        process.platform === 'win32'
          ? { isAvailable: false, reason: 'process groups are not there on Windows' }
          : { isAvailable: true, madeOf: 'a process group of its own, nothing else' },
      ),
    create: (request) => createRuntimeSandbox(request, launcher, context),
    close: () => Promise.resolve(),
  };
}

/** Has the kernel end a process with its parent, even when the parent is killed: Linux only. */
function findDeathSignalWrapper(): readonly string[] {
  const setpriv = process.platform === 'linux' ? findProgram('setpriv') : undefined;
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--'];
}

function launchProcess(order: LaunchOrder, wrapper: readonly string[]): LaunchedRuntime {
  const [program = '', ...args] = [...wrapper, ...order.command];
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: order.codeFolder,
      env: order.environment,
      // A session, and so a process group, of its own.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    return createStillborn(order, error as NodeJS.ErrnoException);
  }

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
  child.once('exit', (status, signal) => {
    // What the runtime wrote last may still be in the pipes: it is read before the end is told.
    setImmediate(() => {
      end(signal === null ? { kind: 'exited', status: status ?? 0 } : { kind: 'signalled', signal: signal });
      // A descendant outside the group may hold the pipes open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
  });

  let looks = 0;
  let descendants: readonly number[] = [];
  let peakKib: number | undefined;
  return {
    readPeakMemoryMiB() {
      const { pid } = child;
      if (pid === undefined || isGone) return toMib(peakKib);
      if (looks++ % looksPerListing === 0) descendants = listDescendants(pid);
      const ownKib = readPeakKib(pid) ?? 0;
      const familyKib = descendants.reduce(
        (sum, descendant) => sum + (readResidentKib(descendant) ?? 0),
        descendants.length === 0 ? 0 : (readResidentKib(pid) ?? 0),
      );
      const seenKib = Math.max(ownKib, familyKib);
      if (seenKib > 0) peakKib = Math.max(peakKib ?? 0, seenKib);
      return toMib(peakKib);
    },
    async destroy() {
      if (!isGone && child.pid !== undefined) killGroup(child.pid);
      await gone;
    },
  };
}

function createStillborn(order: LaunchOrder, error: NodeJS.ErrnoException): LaunchedRuntime {
  const exit: SandboxExit = { kind: 'notStarted', code: error.code ?? '', message: error.message };
  const gone = new Promise<void>((resolve) => {
    setImmediate(() => {
      order.onExit(exit);
      resolve();
    });
  });
  return { readPeakMemoryMiB: () => undefined, destroy: () => gone };
}

function toMib(kib: number | undefined): number | undefined {
  return kib === undefined ? undefined : Math.ceil(kib / 1024);
}
