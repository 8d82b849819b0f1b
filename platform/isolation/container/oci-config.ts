/** What an OCI runtime is told of a container, its `config.json`: pure. Format: opencontainers/runtime-spec 1.0.2. */
import {
  type BindMount,
  type ContainerLimits,
  containerUser,
  openFilesLimit,
  processesLimit,
  toProcessors,
} from './container-limits.ts';
import { type SeccompProfile, seccompProfile } from './seccomp-profile.ts';

export interface ContainerSpec {
  /** Program and arguments, as they are named inside. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The prepared root file system; mounted read-only. */
  readonly rootFolder: string;
  readonly mounts: readonly BindMount[];
  readonly limits: ContainerLimits;
  /** From the root of the control groups. */
  readonly groupPath: string;
}

interface Mount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options: readonly string[];
}

export interface OciConfig {
  readonly ociVersion: string;
  readonly root: { readonly path: string; readonly readonly: boolean };
  readonly hostname: string;
  readonly process: {
    readonly terminal: boolean;
    readonly user: { readonly uid: number; readonly gid: number };
    readonly cwd: string;
    readonly args: readonly string[];
    readonly env: readonly string[];
    readonly noNewPrivileges: boolean;
    readonly capabilities: Readonly<Record<string, readonly string[]>>;
    readonly rlimits: readonly { readonly type: string; readonly soft: number; readonly hard: number }[];
  };
  readonly mounts: readonly Mount[];
  readonly linux: {
    readonly namespaces: readonly { readonly type: string }[];
    readonly cgroupsPath: string;
    readonly resources: {
      readonly devices: readonly { readonly allow: boolean; readonly access: string }[];
      readonly memory: { readonly limit: number };
      readonly pids: { readonly limit: number };
      readonly cpu: { readonly quota: number; readonly period: number };
    };
    readonly seccomp: SeccompProfile;
    readonly maskedPaths: readonly string[];
    readonly readonlyPaths: readonly string[];
  };
}

const cpuPeriodMicros = 100_000;

export function toOciConfig(spec: ContainerSpec): OciConfig {
  return {
    ociVersion: '1.0.2',
    root: { path: spec.rootFolder, readonly: true },
    hostname: 'localhost',
    process: {
      terminal: false,
      user: { uid: containerUser, gid: containerUser },
      cwd: '/var/task',
      args: spec.command,
      env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
      noNewPrivileges: true,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
      rlimits: [
        { type: 'RLIMIT_NOFILE', soft: openFilesLimit, hard: openFilesLimit },
        { type: 'RLIMIT_CORE', soft: 0, hard: 0 },
      ],
    },
    mounts: [...toSystemMounts(spec.limits.storageMiB), ...spec.mounts.map(toReadOnlyMount)],
    linux: {
      // Its network and process ids are those of its cell: made ahead, and with a first process that is not the function's.
      namespaces: ['ipc', 'uts', 'mount', 'cgroup'].map((type) => ({ type })),
      cgroupsPath: spec.groupPath,
      resources: {
        devices: [{ allow: false, access: 'rwm' }],
        memory: { limit: spec.limits.memoryMiB * 2 ** 20 },
        pids: { limit: processesLimit },
        cpu: { quota: toProcessors(spec.limits.memoryMiB) * cpuPeriodMicros, period: cpuPeriodMicros },
      },
      seccomp: seccompProfile,
      maskedPaths,
      readonlyPaths,
    },
  };
}

function toSystemMounts(storageMiB: number): Mount[] {
  const safe = ['nosuid', 'nodev'];
  return [
    { destination: '/proc', type: 'proc', source: 'proc', options: [...safe, 'noexec'] },
    {
      destination: '/dev',
      type: 'tmpfs',
      source: 'tmpfs',
      options: ['nosuid', 'strictatime', 'mode=755', 'size=64k'],
    },
    {
      destination: '/tmp',
      type: 'tmpfs',
      source: 'tmpfs',
      options: [...safe, 'mode=1777', `size=${storageMiB}m`],
    },
  ];
}

function toReadOnlyMount({ source, destination }: BindMount): Mount {
  return { destination, type: 'bind', source, options: ['bind', 'ro', 'nosuid', 'nodev'] };
}

/** As Docker hides them: github.com/moby/moby, oci/defaults.go. */
const maskedPaths = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/interrupts',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/proc/timer_list',
  '/proc/timer_stats',
];
const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];
