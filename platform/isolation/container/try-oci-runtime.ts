/** Runs one small container to see whether an OCI runtime works on this machine: only that can tell. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { findProgram } from '../find-program.ts';
import { openCell } from './cell.ts';
import { endCell } from './cell-pool.ts';
import { systemClock } from '../../clock.ts';
import type { RuntimeSandboxContext } from '../runtime-sandbox.ts';
import { createControlGroups } from './control-groups.ts';
import { toOciConfig } from './oci-config.ts';
import type { RootFileSystem } from './root-file-system.ts';

const timeLimitMs = 10_000;

/** What a cell is made with, and the package that it comes in. */
const programs = [
  ['unshare', 'util-linux'],
  ['mount', 'mount'],
  ['ip', 'iproute2'],
] as const;

/**
 * @param root - of this machine: an image need not have any program to try.
 * @returns why it does not work: one sentence; undefined when it does.
 */
export async function tryOciRuntime(
  name: 'crun' | 'runc',
  root: RootFileSystem,
  context: RuntimeSandboxContext,
): Promise<string | undefined> {
  const missing = findMissing(name);
  if (missing !== undefined) return missing;
  const id = randomUUID();
  const groups = createControlGroups();
  const group = groups.create(`try-${id}`);
  const cell = await openCell({
    id,
    folder: join(context.instancesFolder, `cell-${id}`),
    layers: root.layers,
    ociRuntime: findProgram(name) ?? name,
    wantsPort: false,
  });
  const timer = systemClock.after(timeLimitMs, () => cell.kill());
  await cell.start(
    toOciConfig({
      command: [findProgram('true') ?? '/bin/true'],
      environment: {},
      rootFolder: cell.rootFolder,
      mounts: root.mounts,
      limits: { memoryMiB: 64, storageMiB: 1 },
      groupPath: group.path,
    }),
  );
  const exit = await cell.exit;
  timer.cancel();
  await Promise.all([endCell(cell), group.remove()]);
  switch (exit.kind) {
    case 'exited':
      return exit.status === 0 ? undefined : `${name} ended a container with status ${exit.status}`;
    case 'notStarted':
      return `${name} cannot run a container: ${exit.message}`;
    case 'signalled':
    case 'outOfMemory':
      return `${name} ran a container for longer than ${timeLimitMs / 1000} s`;
  }
}

/** What it would run without root has neither the limits nor the counts nor the pause of this level. */
function toRootless(name: string): string {
  return (
    `${name} is run as root only: without it there are no control groups, and so no limit of memory and no pause; ` +
    'take the isolation level process, which has namespaces without root, or a Docker engine'
  );
}

function findMissing(name: string): string | undefined {
  if (process.platform !== 'linux') return 'containers are there only on Linux';
  if (findProgram(name) === undefined) return `there is no ${name} on the PATH: apt-get install ${name}`;
  if (process.getuid?.() !== 0) return toRootless(name);
  const missing = programs.find(([program]) => findProgram(program) === undefined);
  return missing && `there is no ${missing[0]} on the PATH: apt-get install ${missing[1]}`;
}
