/** What a Docker engine is told of a container: pure. Format: docs.docker.com/reference/api/engine, "Create a container". */
import {
  type BindMount,
  type ContainerLimits,
  containerUser,
  openFilesLimit,
  processesLimit,
  toProcessors,
} from '../container-limits.ts';

export interface DockerSpec {
  /** Program and arguments, as they are named inside. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly image: string;
  readonly mounts: readonly BindMount[];
  readonly limits: ContainerLimits;
  readonly labels: Readonly<Record<string, string>>;
}

export interface DockerConfig {
  readonly Image: string;
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
  readonly WorkingDir: string;
  readonly User: string;
  readonly Hostname: string;
  readonly Labels: Readonly<Record<string, string>>;
  readonly OpenStdin: true;
  readonly StdinOnce: true;
  readonly AttachStdin: true;
  readonly AttachStdout: true;
  readonly AttachStderr: true;
  readonly HostConfig: {
    readonly NetworkMode: 'none';
    readonly IpcMode: 'none';
    readonly ReadonlyRootfs: true;
    readonly CapDrop: readonly string[];
    readonly SecurityOpt: readonly string[];
    readonly Binds: readonly string[];
    readonly Tmpfs: Readonly<Record<string, string>>;
    readonly Memory: number;
    readonly MemorySwap: number;
    readonly NanoCpus: number;
    readonly PidsLimit: number;
    readonly Ulimits: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[];
    readonly LogConfig: { readonly Type: 'none' };
  };
}

export function toDockerConfig(spec: DockerSpec): DockerConfig {
  const { memoryMiB, storageMiB } = spec.limits;
  const memory = memoryMiB * 2 ** 20;
  return {
    Image: spec.image,
    Cmd: spec.command,
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    WorkingDir: '/var/task',
    User: `${containerUser}:${containerUser}`,
    Hostname: 'localhost',
    Labels: spec.labels,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      NetworkMode: 'none',
      // No shared memory file system: it could be written to.
      IpcMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Binds: spec.mounts.map(({ source, destination }) => `${source}:${destination}:ro`),
      Tmpfs: { '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${storageMiB}m` },
      Memory: memory,
      // Memory and swap together: no swap.
      MemorySwap: memory,
      NanoCpus: toProcessors(memoryMiB) * 1e9,
      PidsLimit: processesLimit,
      Ulimits: [
        { Name: 'nofile', Soft: openFilesLimit, Hard: openFilesLimit },
        { Name: 'core', Soft: 0, Hard: 0 },
      ],
      // What it writes is read as it comes; nothing of it is kept.
      LogConfig: { Type: 'none' },
    },
  };
}
