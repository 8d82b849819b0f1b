/** Makes the file system that a guest starts with, once for each state of this machine's programs and of ours. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { basename, join } from 'node:path';
import {
  extensionHostPath,
  guestAgentPath,
  guestInitPath,
  nodeBootstrapPath,
  nodePartPaths,
  pythonBootstrapPath,
} from '../../package-files.ts';
import { type ArchiveEntry, fileType, folderType, pipeType, toCpioParts } from './cpio-archive.ts';
import { buffer, toSystemCallProgram } from './elf.ts';
import { type GuestFile, listProgram, listPython, toEntry, toIdentity, toLink } from './guest-files.ts';
import type { Kernel } from './kernel.ts';
import { timespecBytes } from './timespec.ts';
import { keepFile } from './user-cache.ts';

/** What a guest can run: a smaller file system boots faster. */
export type GuestKind = 'nodejs' | 'any';

/** Where the guest has what the platform has elsewhere. */
export const guestPaths = {
  nodeBootstrap: '/var/runtime/node-bootstrap.cjs',
  pythonBootstrap: '/var/runtime/python-bootstrap.py',
  runtimeFolder: '/var/runtime',
  taskRoot: '/var/task',
  temporary: '/tmp',
  /** Where the agent takes what the runtime asks. */
  runtimeApi: '127.0.0.1:9001',
} as const;

/** Drivers of the devices that reach the host, each after what it needs. */
const modules = ['virtio/virtio_ring', 'virtio/virtio', 'virtio/virtio_mmio', 'char/virtio_console'] as const;

export interface InitramfsParts {
  readonly kernel: Kernel;
  readonly busybox: string;
  /** Undefined where there is none. */
  readonly python: string | undefined;
}

/** @returns its path in the user's cache. @throws a system error when it cannot be made. */
export async function keepInitramfs(kind: GuestKind, parts: InitramfsParts): Promise<string> {
  const files = listGuestFiles(kind, parts);
  const own = makeOwnEntries(kind, parts);
  const hash = createHash('sha256');
  for (const file of files) hash.update(toIdentity(file));
  for (const { path, content } of own) hash.update(path).update(content);
  const name = `initramfs-${kind}-${hash.digest('hex').slice(0, 16)}.cpio`;
  return await keepFile(name, () => toCpioParts(toEntries(own, files)));
}

function* toEntries(own: readonly ArchiveEntry[], files: readonly GuestFile[]): Generator<ArchiveEntry> {
  yield* own;
  for (const file of files) yield toEntry(file);
}

function listGuestFiles(kind: GuestKind, { kernel, busybox, python }: InitramfsParts): GuestFile[] {
  return [
    { path: '/bin/busybox', source: busybox },
    ...listProgram(busybox).slice(1),
    ...modules.map((module) => ({
      path: `/modules/${module.split('/')[1]}.ko`,
      source: join(kernel.modulesFolder, 'kernel/drivers', `${module}.ko`),
    })),
    ...listProgram(process.execPath),
    { path: '/var/runtime/agent.cjs', source: guestAgentPath },
    { path: guestPaths.nodeBootstrap, source: nodeBootstrapPath },
    ...[extensionHostPath, ...nodePartPaths].map((source) => ({
      path: `${guestPaths.runtimeFolder}/${basename(source)}`,
      source,
    })),
    ...(kind === 'any' && python !== undefined
      ? [...listPython(python), { path: guestPaths.pythonBootstrap, source: pythonBootstrapPath }]
      : []),
  ];
}

/** What is on no machine. */
function makeOwnEntries(kind: GuestKind, { busybox, python }: InitramfsParts): ArchiveEntry[] {
  const settings = `modules='${modules.map((module) => module.split('/')[1]).join(' ')}'\nnode='${process.execPath}'\n`;
  const init = `#!/bin/busybox sh\n${settings}${readFileSync(guestInitPath, 'utf8')}`;
  const empty = Buffer.alloc(0);
  const folders = ['/proc', '/dev', '/sys/fs/cgroup'].map((path) => ({
    path,
    mode: folderType | 0o755,
    content: empty,
  }));
  return [
    { path: '/init', mode: fileType | 0o755, content: Buffer.from(init) },
    { path: '/bin/synchronise', mode: fileType | 0o755, content: makeSynchronise() },
    ...folders,
    { path: '/run/agent', mode: pipeType | 0o600, content: empty },
    ...(kind === 'any' ? listApplets(busybox).map((name) => toLink(`/bin/${name}`, 'busybox')) : []),
    ...(process.execPath === '/usr/bin/node' ? [] : [toLink('/usr/bin/node', process.execPath)]),
    ...(python === undefined || python === '/usr/bin/python3' ? [] : [toLink('/usr/bin/python3', python)]),
  ];
}

/** For the scripts that functions start with. */
function listApplets(busybox: string): string[] {
  const { stdout } = spawnSync(busybox, ['--list'], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').filter((name) => name !== '' && name !== 'busybox');
}

/**
 * Asks the host for the time and sets the clock, then has the kernel draw its random numbers from new entropy: a copy of
 * a guest would draw what the original draws. Input and output are the port to the host, the third descriptor is the
 * kernel's source of random numbers.
 */
function makeSynchronise(): Buffer {
  const call = { read: 0, write: 1, ioctl: 16, exit: 60, setClock: 227 };
  const [input, output, random] = [0, 1, 2];
  const realTimeClock = 0;
  const reseedRequest = 0x5207;
  return toSystemCallProgram([
    [call.write, output, 'time?\n', 6],
    [call.read, input, buffer, timespecBytes],
    [call.setClock, realTimeClock, buffer],
    [call.ioctl, random, reseedRequest],
    [call.write, output, 'clocked\n', 8],
    [call.exit, 0],
  ]);
}
