/**
 * Isolation level `process`: each sandbox is a runtime process on the kernel that the platform runs on, in namespaces of
 * its own where the kernel gives them, else a process group and nothing more.
 */
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Availability, IsolationBackend } from './backend.ts';
import type { BackendContext } from './backend-context.ts';
import { createCompileCaches } from './compile-caches.ts';
import type { Launcher } from './launcher.ts';
import { createNamespaceLauncher, toStemOrder } from './namespaces/namespace-launcher.ts';
import { launchSandbox } from './namespaces/sandbox-handle.ts';
import { type Readiness, type SandboxServer, startSandboxServer } from './namespaces/sandbox-server.ts';
import { createStemCells, type StemCells } from './namespaces/stem-cells.ts';
import { createPlainLauncher } from './plain-launcher.ts';
import { createRuntimeSandbox } from './runtime-sandbox.ts';

interface Way {
  readonly launcher: Launcher;
  readonly madeOf: string;
  close(): Promise<void>;
}

/** After an invocation took a generic process it has had its start by then, most likely. */
const refillDelayMs = 50;

/** Kept ready, so that a cold start does not wait for namespaces; each holds about 2 MB. */
const emptySandboxes = 2;

export function createProcessBackend(context: BackendContext): IsolationBackend {
  let chosen: Promise<Way> | undefined;
  const choose = (): Promise<Way> => (chosen ??= chooseWay(context));
  const withCaches = { ...context, compileCaches: createCompileCaches() };
  const launcher: Launcher = { launch: async (order) => await (await choose()).launcher.launch(order) };
  return {
    level: 'process',
    async probe(): Promise<Availability> {
      return process.platform === 'win32'
        ? { isAvailable: false, reason: 'process groups are not there on Windows' }
        : { isAvailable: true, madeOf: (await choose()).madeOf };
    },
    create: (request) => createRuntimeSandbox(request, launcher, withCaches),
    close: async () => await (await chosen)?.close(),
  };
}

async function chooseWay(context: BackendContext): Promise<Way> {
  const missing = findMissing(context);
  if (missing !== undefined) return toPlainWay(missing);
  const start = (): SandboxServer => startServer(context);
  const server = start();
  const readiness = await server.readiness;
  return readiness.isAble
    ? toNamespaceWay(server, start, readiness, context)
    : toPlainWay(`this kernel gives this user no namespaces (${readiness.reason})`);
}

function findMissing({ isHardened, runtimes }: BackendContext): string | undefined {
  if (!isHardened) return 'it is to be so';
  if (process.platform !== 'linux') return 'namespaces are there only on Linux';
  return runtimes.commandOf('python3.13', '') === undefined
    ? 'install python3 on the PATH, which makes the sandboxes'
    : undefined;
}

function startServer({ runtimes, codeFolder, folder }: BackendContext): SandboxServer {
  return startSandboxServer({
    python: runtimes.commandOf('python3.13', '')?.[0] ?? '',
    codeFolder,
    place: join(folder, 'sandboxes'),
    owner: `${process.pid}-${basename(folder)}`,
  });
}

function toPlainWay(why: string): Way {
  const madeOf = `a process group of its own, nothing else: ${why}`;
  return { launcher: createPlainLauncher(madeOf), madeOf, close: () => Promise.resolve() };
}

function toNamespaceWay(
  first: SandboxServer,
  start: () => SandboxServer,
  { groups }: Extract<Readiness, { isAble: true }>,
  context: BackendContext,
): Way {
  let server = first;
  const findServer = (): SandboxServer => (server.isAlive() ? server : (server = start()));
  const stemCells: StemCells = createStemCells({
    wanted: { ...context.prewarm, empty: emptySandboxes },
    launch: (kind) => launchSandbox(findServer(), toStemOrder(randomUUID(), kind)),
    later: (action) => void context.clock.after(refillDelayMs, action),
  });
  stemCells.fill();
  const madeOf = `namespaces (mount, pid, ipc, uts, net, user), read-only root, seccomp, rlimits, ${toGroupWords(Object.keys(groups))}`;
  return {
    launcher: createNamespaceLauncher({ findServer, stemCells, networkOf: context.networkOf, madeOf }),
    madeOf,
    async close() {
      // Together: the server holds the event loop, and all sandboxes end with it.
      await Promise.all([server.close(), stemCells.close()]);
    },
  };
}

function toGroupWords(groups: readonly string[]): string {
  return groups.length === 0 ? 'no control groups' : `control groups (${groups.join(', ')})`;
}
