/** The control groups of containers, version 1 or 2: what they used, freezing, and that nothing of them stays. */
import { mkdirSync, readFileSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from '../end-processes.ts';

export interface ControlGroups {
  /** Makes the group of one container. */
  create(id: string): ControlGroup;
  /** Removes what is left of this platform's. */
  close(): Promise<void>;
}

export interface ControlGroup {
  /** For the container itself, from the root of the control groups: one below, so that this one outlives it. */
  readonly path: string;
  /** Most memory held at once, in bytes; undefined where the kernel does not tell. */
  readPeakBytes(): number | undefined;
  /** Stops (or lets run again) every process inside. */
  setFrozen(isFrozen: boolean): Promise<void>;
  /** Resolves when it is gone: when its processes are. They have to be killed before. */
  remove(): Promise<void>;
}

interface Hierarchies {
  /** Every one there is, to be cleaned. */
  readonly all: readonly string[];
  /** That which counts memory, and that which freezes. */
  readonly memory: string | undefined;
  readonly freezer: string | undefined;
  readonly isUnified: boolean;
}

const prefix = 'faasmark-';
const suffix = '-containers';
/** The kernel may still be busy with processes that were just killed. */
const retryMs = 2;
const mostRetries = 1000;

/**
 * Removes the groups of platforms that are dead, and names those of this one.
 *
 * @param mountInfo - in the format of `/proc/self/mountinfo`. Default: this machine's.
 */
export function createControlGroups(mountInfo: string = readText('/proc/self/mountinfo')): ControlGroups {
  const hierarchies = findHierarchies(mountInfo);
  for (const hierarchy of hierarchies.all) removeStale(hierarchy);
  const own = `${prefix}${process.pid}${suffix}`;
  return {
    create: (id) => createControlGroup(`${own}/${id}`, hierarchies),
    async close() {
      await Promise.all(hierarchies.all.map((hierarchy) => removeTree(join(hierarchy, own))));
    },
  };
}

/** Mounts of control groups, in the format of `/proc/self/mountinfo`. Version 1 counts only where it has the memory. */
export function findHierarchies(mountInfo: string): Hierarchies {
  const mounts = mountInfo.split('\n').flatMap((line) => {
    const [before = '', after = ''] = line.split(' - ');
    const [kind = '', , options = ''] = after.split(' ');
    const place = before.split(' ')[4];
    return place !== undefined && kind.startsWith('cgroup')
      ? [{ place, kind, controllers: options.split(',') }]
      : [];
  });
  const placeOf = (controller: string): string | undefined =>
    mounts.find(({ kind, controllers }) => kind === 'cgroup' && controllers.includes(controller))?.place;
  const unified = mounts.find(({ kind }) => kind === 'cgroup2')?.place;
  const isUnified = placeOf('memory') === undefined;
  return {
    all: mounts.map(({ place }) => place),
    memory: isUnified ? unified : placeOf('memory'),
    freezer: placeOf('freezer') ?? unified,
    isUnified,
  };
}

function createControlGroup(path: string, { all, memory, freezer, isUnified }: Hierarchies): ControlGroup {
  if (memory !== undefined) mkdirSync(join(memory, path), { recursive: true });
  const readMemory = (file: string): number | undefined => {
    const text = memory === undefined ? '' : readText(join(memory, path, file));
    return text === '' ? undefined : Number(text);
  };
  return {
    path: `/${path}/container`,
    readPeakBytes: () => readMemory(isUnified ? 'memory.peak' : 'memory.max_usage_in_bytes'),
    async setFrozen(isFrozen) {
      if (freezer === undefined) throw new Error('this machine has no freezer among its control groups');
      const group = join(freezer, path);
      if (isUnified) writeFileSync(join(group, 'cgroup.freeze'), isFrozen ? '1' : '0');
      else await freeze(join(group, 'freezer.state'), isFrozen ? 'FROZEN' : 'THAWED');
    },
    async remove() {
      await Promise.all(all.map((hierarchy) => removeTree(join(hierarchy, path))));
    },
  };
}

/**
 * For a container that another program has put into a group.
 *
 * @param pid - of its first process.
 * @returns most memory held at once, in bytes; what was read last, once it is gone.
 */
export function createMemoryReader(pid: number): () => number | undefined {
  const { memory, isUnified } = findHierarchies(readText('/proc/self/mountinfo'));
  const line = readText(`/proc/${pid}/cgroup`)
    .split('\n')
    .map((one) => one.split(':'))
    .find(([, controllers = '']) => controllers.split(',').includes(isUnified ? '' : 'memory'));
  const file = join(memory ?? '', line?.[2] ?? '', isUnified ? 'memory.peak' : 'memory.max_usage_in_bytes');
  let peakBytes: number | undefined;
  return () => {
    const text = memory === undefined || line === undefined ? '' : readText(file);
    if (text !== '') peakBytes = Number(text);
    return peakBytes;
  };
}

/** Version 1 has to be asked again while processes are on their way into the kernel. */
async function freeze(file: string, wanted: string): Promise<void> {
  for (let tries = 0; tries < mostRetries; tries++) {
    writeFileSync(file, wanted);
    if (readText(file) === wanted) return;
    await delay(retryMs);
  }
  throw new Error(`${file} does not become ${wanted}`);
}

async function removeTree(folder: string): Promise<void> {
  for (let tries = 0; tries < mostRetries; tries++) {
    if (isRemoved(folder)) return;
    await delay(retryMs);
  }
}

function isRemoved(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && !isRemoved(join(folder, entry.name))) return false;
    }
    rmdirSync(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

/** The name begins with the process id of the platform. */
function removeStale(hierarchy: string): void {
  for (const name of readdirSync(hierarchy)) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) continue;
    if (!isAlive(Number(name.slice(prefix.length, -suffix.length)))) isRemoved(join(hierarchy, name));
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
