/** Starts runtimes in sandboxes of the kernel's namespaces: new ones, forks of the server, or generic ones kept ready. */
import { basename } from 'node:path';
import { connectionVariable, type RuntimePlaces, toCompileCacheVariable } from '../../runtime/environment.ts';
import { familyOf } from '../../runtime/runtimes.ts';
import { extensionHostPath, nodeBootstrapPath, pythonBootstrapPath } from '../../package-files.ts';
import type { SandboxOrigin } from '../backend.ts';
import type { LaunchedRuntime, Launcher, LaunchOrder } from '../launcher.ts';
import { createPeakMemoryReader, findFirstChild } from '../process-memory.ts';
import { launchSandbox, type SandboxHandle } from './sandbox-handle.ts';
import type {
  Network,
  SandboxBeginning,
  SandboxLimits,
  SandboxOrder,
  SandboxServer,
} from './sandbox-server.ts';
import type { StemCells, StemKind } from './stem-cells.ts';

export interface NamespaceLauncherOptions {
  /** One that is alive. */
  readonly findServer: () => SandboxServer;
  readonly stemCells: StemCells;
  /** The network of a function. */
  readonly networkOf: (functionName: string) => Network;
  readonly madeOf: string;
}

const taskFolder = '/var/task';
const scratchFolder = '/tmp';
const compiledPath = '/var/compiled';
const runtimeFolder = '/var/runtime';
/** What a command may name that is not where it is inside. */
const runtimeFiles: readonly string[] = [nodeBootstrapPath, pythonBootstrapPath, extensionHostPath];

export function createNamespaceLauncher(options: NamespaceLauncherOptions): Launcher {
  return {
    async launch(order) {
      const network = options.networkOf(order.revision.name);
      const { handle, origin } = await findSandbox(order, network, options);
      return await begin(order, handle, origin, toMadeOf(options.madeOf, network));
    },
  };
}

interface Found {
  readonly handle: SandboxHandle;
  readonly origin: SandboxOrigin;
}

async function findSandbox(
  order: LaunchOrder,
  network: Network,
  { findServer, stemCells }: NamespaceLauncherOptions,
): Promise<Found> {
  const { code, settings } = order.revision;
  const limits = { memoryMiB: settings.memoryMiB, storageMiB: settings.ephemeralStorageMiB };
  const folder = basename(code.folder);
  const isCompiled = order.compileCache === 'read';
  const stem = isPlain(order, limits, network) ? takeStem(order, stemCells) : undefined;
  if (stem !== undefined) {
    await stem.handle.specialise(folder, isCompiled, limits);
    return stem;
  }
  const handle = launchSandbox(findServer(), {
    id: order.id,
    code: folder,
    isCompiled,
    network,
    wantsPort: wantsPort(order),
    command: [],
    environment: {},
    ...limits,
  });
  return { handle, origin: isForked(order) ? 'forked' : 'new' };
}

/** One that has the runtime already, or else one that only holds apart. */
function takeStem(order: LaunchOrder, stemCells: StemCells): Found | undefined {
  const family = familyOf(order.revision.settings.runtime);
  const running = family === 'provided' || needsOwnInterpreter(order) ? undefined : stemCells.take(family);
  if (running !== undefined) return { handle: running, origin: 'prewarmed' };
  const empty = stemCells.take('empty');
  return empty && { handle: empty, origin: isForked(order) ? 'forked' : 'new' };
}

async function begin(
  order: LaunchOrder,
  handle: SandboxHandle,
  origin: SandboxOrigin,
  madeOf: string,
): Promise<LaunchedRuntime> {
  handle.listen(order.onOutput);
  void handle.exit.then(order.onExit);
  const port = wantsPort(order) ? await handle.port : undefined;
  const places: RuntimePlaces = {
    codeFolder: taskFolder,
    scratchFolder,
    runtimeFolder,
    runtimeApi: port?.address,
  };
  const environment = order.toEnvironment(places);
  const command = isForked(order) ? [] : toCommand(order);
  const connection = await handle.connection;
  if (port === undefined) {
    order.runtimeApi.attach(connection);
    const more = { [connectionVariable]: '3', ...toCompileCacheVariable(order.compileCache, compiledPath) };
    connection.write(toLine({ command, environment: { ...environment, ...more } }));
  } else {
    order.runtimeApi.serve(port.server);
    connection.on('error', () => undefined);
    connection.end(toLine({ command, environment }));
  }
  let runtime: number | undefined;
  return {
    origin,
    madeOf,
    // The first process only keeps the sandbox: what it started is the runtime.
    readPeakMemoryMiB: createPeakMemoryReader(() => {
      const keeper = handle.pid();
      if (keeper === undefined) return undefined;
      return (runtime ??= findFirstChild(keeper));
    }),
    async destroy() {
      handle.kill();
      await handle.exit;
    },
  };
}

function toLine(beginning: SandboxBeginning): string {
  return `${JSON.stringify(beginning)}\n`;
}

function wantsPort(order: LaunchOrder): boolean {
  return familyOf(order.revision.settings.runtime) === 'provided' || order.needsPort;
}

function isForked(order: LaunchOrder): boolean {
  return familyOf(order.revision.settings.runtime) === 'python' && !needsOwnInterpreter(order);
}

/** Variables that an interpreter reads only when it begins. */
function needsOwnInterpreter(order: LaunchOrder): boolean {
  const names = Object.keys(order.revision.settings.environment);
  return order.needsPort || names.some((name) => /^(NODE_|PYTHON(?!PATH$)|LD_|UV_|SSL_|OPENSSL_)/.test(name));
}

/** Whether a generic sandbox would do as well as one of its own. */
function isPlain(order: LaunchOrder, limits: SandboxLimits, network: Network): boolean {
  return !wantsPort(order) && limits.storageMiB === stemLimits.storageMiB && network === 'none';
}

/** Program and arguments, as their files are named inside. */
function toCommand({ command, revision }: LaunchOrder): readonly string[] {
  const codePrefix = `${revision.code.folder}/`;
  return command.map((word) => {
    if (runtimeFiles.includes(word)) return `${runtimeFolder}/${basename(word)}`;
    return word.startsWith(codePrefix) ? `${taskFolder}/${word.slice(codePrefix.length)}` : word;
  });
}

function toMadeOf(base: string, network: Network): string {
  return network === 'none' ? base : `${base}; with the network of this machine`;
}

/** What a generic sandbox may use until it is given a function. */
const stemLimits: SandboxLimits = { memoryMiB: 128, storageMiB: 512 };

/** @param id - unique among the live sandboxes. */
export function toStemOrder(id: string, kind: StemKind): SandboxOrder {
  return {
    id,
    code: null,
    isCompiled: false,
    network: 'none',
    wantsPort: false,
    command: kind === 'nodejs' ? [process.execPath, `${runtimeFolder}/node-stem.cjs`] : [],
    environment: { TZ: ':UTC' },
    ...stemLimits,
  };
}
