/** Runs containers by a Docker engine: what it asks for is the same as of an OCI runtime, as far as Docker has it. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../../clock.ts';
import type { FunctionRevision } from '../../../control/function-revision.ts';
import { familyOf } from '../../../runtime/runtimes.ts';
import type { LaunchedRuntime, LaunchOrder } from '../../launcher.ts';
import type { RuntimeSandboxContext } from '../../runtime-sandbox.ts';
import type { ContainerEngine } from '../container-engine.ts';
import { createHeldContainers, toHeldEnvironment } from '../held-containers.ts';
import { taskFolder, toContainerCommand, toContainerPlaces, toHeldCommand } from '../places.ts';
import type { RootFileSystem } from '../root-file-system.ts';
import type { DockerClient } from './docker-client.ts';
import { createDockerContainer, type DockerContainer } from './docker-container.ts';
import { toLayerMounts } from './docker-image.ts';
import { socketEnvironment, toRelayedCommand, toSecondCommand } from './runtime-socket.ts';
import { ownerLabels } from './stale-containers.ts';

export interface DockerEngineOptions {
  readonly docker: DockerClient;
  /** `docker 20.10.24` */
  readonly version: string;
  readonly image: string;
  readonly root: RootFileSystem;
}

/** After an invocation took something made ahead it has had its start by then, most likely. */
const refillDelayMs = 200;

export function createDockerEngine(
  { docker, version, image, root }: DockerEngineOptions,
  context: RuntimeSandboxContext,
): ContainerEngine {
  const later = (action: () => void): void => void systemClock.after(refillDelayMs, action);
  const held = createHeldContainers({ make, later, onError: () => undefined });
  const madeOf = `${version}: namespaces (mount, pid, ipc, uts, net), read-only root, seccomp, no capabilities, control groups`;

  async function create(
    { code, settings }: FunctionRevision,
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<DockerContainer> {
    const { memoryMiB, ephemeralStorageMiB } = settings;
    const spec = {
      command,
      environment,
      image,
      mounts: [...root.mounts, ...toLayerMounts(root), { source: code.folder, destination: taskFolder }],
      limits: { memoryMiB, storageMiB: ephemeralStorageMiB },
      labels: ownerLabels,
    };
    return await createDockerContainer(docker, spec, join(context.instancesFolder, `docker-${randomUUID()}`));
  }

  function toCommand(plain: readonly string[], wantsPort: boolean): readonly string[] {
    if (!wantsPort) return toSecondCommand(plain);
    const node = root.locate(process.execPath);
    if (node === undefined) {
      throw new Error('with docker this function needs node in the root file system, to bring it a port');
    }
    return toRelayedCommand(plain, node);
  }

  async function make(revision: FunctionRevision): Promise<DockerContainer> {
    const { runtime } = revision.settings;
    const family = familyOf(runtime);
    const plain = context.runtimes.commandOf(runtime, revision.code.folder);
    if (plain === undefined) throw new Error(`nothing here runs ${runtime}`);
    const wantsPort = family === 'provided';
    const inside = toContainerCommand(plain, revision.code.folder, root.locate);
    const command = toCommand(toHeldCommand(inside, family, 'input'), wantsPort);
    const container = await create(revision, command, toHeldEnvironment(revision, wantsPort));
    await container.start();
    return container;
  }

  async function launch(order: LaunchOrder): Promise<LaunchedRuntime> {
    const { revision } = order;
    const wantsPort = order.needsPort || familyOf(revision.settings.runtime) === 'provided';
    const environment = {
      ...order.toEnvironment(toContainerPlaces(wantsPort)),
      ...(!wantsPort && socketEnvironment),
    };
    const ready = order.needsPort ? undefined : await held.take(revision);
    const inside = toContainerCommand(order.command, revision.code.folder, root.locate);
    const container = ready ?? (await create(revision, toCommand(inside, wantsPort), environment));
    container.listen(order.onOutput);
    order.runtimeApi.serve(await container.listenInside());
    void container.exit.then(order.onExit);
    if (ready === undefined) await startOrRemove(container);
    container.tell(ready === undefined ? '' : `${toWord(environment, wantsPort)}\n`);
    return { origin: ready === undefined ? 'new' : 'createdAhead', madeOf, ...container };
  }

  return {
    madeOf,
    launch,
    keepReady: (revision, count) => held.keepReady(revision, count),
    close: () => held.close(),
  };
}

/** What only the instance knows: to a runtime of ours its environment, to any other the name of its log stream. */
function toWord(environment: Readonly<Record<string, string>>, wantsPort: boolean): string {
  return wantsPort ? (environment['AWS_LAMBDA_LOG_STREAM_NAME'] ?? '') : JSON.stringify({ environment });
}

async function startOrRemove(container: DockerContainer): Promise<void> {
  try {
    await container.start();
  } catch (error) {
    await container.destroy();
    throw error;
  }
}
