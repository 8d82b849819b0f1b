/** Runs containers by an OCI runtime, `crun` or `runc`, each from a cell that was opened before. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../clock.ts';
import type { FunctionRevision } from '../../control/function-revision.ts';
import { familyOf } from '../../runtime/runtimes.ts';
import type { LaunchedRuntime, LaunchOrder } from '../launcher.ts';
import type { RuntimeSandboxContext } from '../runtime-sandbox.ts';
import { type Cell, openCell } from './cell.ts';
import { createCellPool } from './cell-pool.ts';
import type { ContainerEngine } from './container-engine.ts';
import { createControlGroups } from './control-groups.ts';
import { createHeldContainers, toHeldEnvironment } from './held-containers.ts';
import { type OciContainer, type OciContainerOptions, startOciContainer } from './oci-container.ts';
import { connectionEnvironment, toContainerCommand, toContainerPlaces, toHeldCommand } from './places.ts';
import type { RootFileSystem } from './root-file-system.ts';

/** Cells of each kind that are kept open: two instances may start at once without waiting for one. */
const openCells = 2;
/** After an invocation took something made ahead it has had its start by then, most likely. */
const refillDelayMs = 200;

export function createOciEngine(
  program: string,
  root: RootFileSystem,
  context: RuntimeSandboxContext,
): ContainerEngine {
  const groups = createControlGroups();
  const later = (action: () => void): void => void systemClock.after(refillDelayMs, action);
  const cells = createCellPool({ open, size: openCells, later });
  const held = createHeldContainers({ make, later, onError: () => undefined });
  const madeOf = `${readVersion(program)}: namespaces (mount, pid, ipc, uts, net, cgroup), read-only root, seccomp, no capabilities, control groups`;

  function open(wantsPort: boolean): Promise<Cell> {
    const id = randomUUID();
    const folder = join(context.instancesFolder, `cell-${id}`);
    return openCell({ id, folder, layers: root.layers, ociRuntime: program, wantsPort });
  }

  async function start(options: OciContainerOptions, cell: Cell): Promise<OciContainer> {
    return await startOciContainer(options, cell, groups.create(randomUUID()), root);
  }

  async function make(revision: FunctionRevision): Promise<OciContainer> {
    const { runtime } = revision.settings;
    const family = familyOf(runtime);
    const wantsPort = family === 'provided';
    const plain = context.runtimes.commandOf(runtime, revision.code.folder);
    if (plain === undefined) throw new Error(`nothing here runs ${runtime}`);
    const command = toHeldCommand(
      toContainerCommand(plain, revision.code.folder, root.locate),
      family,
      'connection',
    );
    const environment = toHeldEnvironment(revision, wantsPort);
    return await start({ revision, command, environment }, await open(wantsPort));
  }

  async function launchNew(order: LaunchOrder, wantsPort: boolean): Promise<OciContainer> {
    const environment = {
      ...order.toEnvironment(toContainerPlaces(wantsPort)),
      ...(!wantsPort && connectionEnvironment),
    };
    const { revision } = order;
    const command = toContainerCommand(order.command, revision.code.folder, root.locate);
    return await start({ revision, command, environment }, await cells.take(wantsPort));
  }

  async function launch(order: LaunchOrder): Promise<LaunchedRuntime> {
    const wantsPort = order.needsPort || familyOf(order.revision.settings.runtime) === 'provided';
    const ready = order.needsPort ? undefined : await held.take(order.revision);
    const container = ready ?? (await launchNew(order, wantsPort));
    const { cell } = container;
    cell.listen(order.onOutput);
    void container.exit.then(order.onExit);
    if (wantsPort) await serveAtPort(order, cell);
    else order.runtimeApi.attach(cell.connection);
    if (ready !== undefined) wake(order, cell, wantsPort);
    return { origin: ready === undefined ? 'new' : 'createdAhead', madeOf, ...container };
  }

  return {
    madeOf,
    launch,
    keepReady: (revision, count) => held.keepReady(revision, count),
    async close() {
      await Promise.all([held.close(), cells.close()]);
      await groups.close();
    },
  };
}

/** A cell that ends before it has a port says why by its exit. */
async function serveAtPort({ runtimeApi }: LaunchOrder, { server, exit }: Cell): Promise<void> {
  await Promise.race([server.then((listening) => runtimeApi.serve(listening)), exit]);
}

/** Tells a container that was made ahead what only the instance knows. */
function wake(order: LaunchOrder, cell: Cell, wantsPort: boolean): void {
  const environment = order.toEnvironment(toContainerPlaces(wantsPort));
  if (wantsPort) cell.tell(`${environment['AWS_LAMBDA_LOG_STREAM_NAME'] ?? ''}\n`);
  else
    cell.connection.write(
      `${JSON.stringify({ environment: { ...environment, ...connectionEnvironment } })}\n`,
    );
}

/** `crun 1.8.1` */
function readVersion(program: string): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: 5000 });
  return stdout.split('\n', 1)[0]?.replace(' version', '') ?? program;
}
