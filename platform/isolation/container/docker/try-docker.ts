/** Runs one small container to see whether the Docker engine of this machine works: only that can tell. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../../clock.ts';
import { findProgram } from '../../find-program.ts';
import type { RuntimeSandboxContext } from '../../runtime-sandbox.ts';
import type { EngineTrial } from '../container-engine.ts';
import { taskFolder } from '../places.ts';
import type { RootFileSystem } from '../root-file-system.ts';
import { createDockerClient, type DockerClient, readField } from './docker-client.ts';
import { createDockerContainer } from './docker-container.ts';
import { createDockerEngine } from './docker-engine.ts';
import { importImage } from './docker-image.ts';
import { findDockerSocket } from './find-docker.ts';
import { ownerLabels, removeStaleContainers } from './stale-containers.ts';

const timeLimitMs = 20_000;

/**
 * @param machineRoot - of this machine: an image need not have any program to try.
 * @param prepareRoot - what the containers are made of.
 */
export async function tryDocker(
  machineRoot: RootFileSystem,
  prepareRoot: () => Promise<RootFileSystem>,
  context: RuntimeSandboxContext,
): Promise<EngineTrial> {
  const socketPath = findDockerSocket();
  if (socketPath === undefined) return { reason: 'DOCKER_HOST names no Unix socket of this machine' };
  const docker = createDockerClient(socketPath);
  try {
    const version = `docker ${String(readField(await docker.ask('GET', '/version'), 'Version'))}`;
    await removeStaleContainers(docker);
    const complaint = await tryContainer(docker, machineRoot, context);
    if (complaint !== undefined) return { reason: `${version} cannot run a container: ${complaint}` };
    const root = await prepareRoot();
    const image = await importImage(docker, root);
    return { engine: createDockerEngine({ docker, version, image, root }, context) };
  } catch (error) {
    return { reason: toReason(error as NodeJS.ErrnoException, socketPath) };
  }
}

async function tryContainer(
  docker: DockerClient,
  root: RootFileSystem,
  { instancesFolder }: RuntimeSandboxContext,
): Promise<string | undefined> {
  const container = await createDockerContainer(
    docker,
    {
      command: [findProgram('true') ?? '/bin/true'],
      environment: {},
      image: await importImage(docker, root),
      mounts: [...root.mounts, { source: instancesFolder, destination: taskFolder }],
      limits: { memoryMiB: 64, storageMiB: 1 },
      labels: ownerLabels,
    },
    join(instancesFolder, `docker-${randomUUID()}`),
  );
  const timer = systemClock.after(timeLimitMs, () => void container.destroy());
  try {
    container.listen(() => undefined);
    await container.start();
    const exit = await container.exit;
    if (exit.kind === 'exited' && exit.status === 0) return undefined;
    return exit.kind === 'notStarted' ? exit.message : `it ended with ${JSON.stringify(exit)}`;
  } finally {
    timer.cancel();
    await container.destroy();
  }
}

function toReason({ code, message }: NodeJS.ErrnoException, socketPath: string): string {
  if (code === 'ENOENT' || code === 'ECONNREFUSED') {
    return `no docker listens at ${socketPath}: start it, or name its socket in DOCKER_HOST`;
  }
  if (code === 'EACCES') {
    return `this user may not speak to docker at ${socketPath}: add it to the group docker`;
  }
  return `docker: ${message}`;
}
