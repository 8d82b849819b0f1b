/** A container that an OCI runtime runs: a cell that was given its configuration, with the control group it is in. */
import type { FunctionRevision } from '../../control/function-revision.ts';
import type { SandboxExit } from '../backend.ts';
import type { LaunchedRuntime } from '../launcher.ts';
import type { Cell } from './cell.ts';
import type { ControlGroup } from './control-groups.ts';
import type { HeldContainer } from './held-containers.ts';
import { toOciConfig } from './oci-config.ts';
import { taskFolder } from './places.ts';
import type { RootFileSystem } from './root-file-system.ts';

export interface OciContainer extends HeldContainer {
  readonly cell: Cell;
  readPeakMemoryMiB: LaunchedRuntime['readPeakMemoryMiB'];
  pause(): Promise<void>;
  resume(): Promise<void>;
}

export interface OciContainerOptions {
  readonly revision: FunctionRevision;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export async function startOciContainer(
  { revision, command, environment }: OciContainerOptions,
  cell: Cell,
  group: ControlGroup,
  root: RootFileSystem,
): Promise<OciContainer> {
  const { code, settings } = revision;
  const { memoryMiB, ephemeralStorageMiB } = settings;
  const exit = cell.exit.then((ended) => toOutOfMemory(ended, group, memoryMiB));
  let peakBytes: number | undefined;
  await cell.start(
    toOciConfig({
      command,
      environment,
      rootFolder: cell.rootFolder,
      mounts: [...root.mounts, { source: code.folder, destination: taskFolder }],
      limits: { memoryMiB, storageMiB: ephemeralStorageMiB },
      groupPath: group.path,
    }),
  );
  return {
    cell,
    exit,
    readPeakMemoryMiB() {
      peakBytes = group.readPeakBytes() ?? peakBytes;
      return peakBytes === undefined ? undefined : Math.ceil(peakBytes / 2 ** 20);
    },
    pause: () => group.setFrozen(true),
    resume: () => group.setFrozen(false),
    async destroy() {
      cell.kill();
      // Version 1 of the freezer keeps the killed until they are thawed.
      await group.setFrozen(false).catch(() => undefined);
      await exit;
      await Promise.all([group.remove(), cell.remove()]);
    },
  };
}

/** The kernel kills what is over its limit with the signal that anybody may send, but only when the limit was met. */
function toOutOfMemory(exit: SandboxExit, group: ControlGroup, memoryMiB: number): SandboxExit {
  const isKilled = exit.kind === 'signalled' && exit.signal === 'SIGKILL';
  return isKilled && (group.readPeakBytes() ?? 0) >= memoryMiB * 2 ** 20 ? { kind: 'outOfMemory' } : exit;
}
