/**
 * The root file system of containers. There is no image registry here: without an image of the user's own it is put
 * together from this machine, read-only: `/usr` with what belongs to it, the interpreters of the runtimes, the
 * certificates, and nothing of `/etc` that tells of this machine.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  extensionHostPath,
  nodeBootstrapPath,
  nodePartPaths,
  portRelayPath,
  pythonBootstrapPath,
  pythonStemPath,
} from '../../package-files.ts';
import type { BindMount } from './container-limits.ts';
import { runtimeFolder } from './places.ts';

export interface RootFileSystem {
  /** Folders to lay over each other, the first before the others. */
  readonly layers: readonly string[];
  /** What is shown inside besides. */
  readonly mounts: readonly BindMount[];
  /** The name inside of an interpreter of this machine; undefined when there is none. */
  readonly locate: (program: string) => string | undefined;
}

const etcFiles = [
  'alternatives',
  'ca-certificates',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'mime.types',
  'nsswitch.conf',
  'pki',
  'protocols',
  'services',
  'ssl/certs',
  'ssl/openssl.cnf',
];
const runtimeFiles = [
  nodeBootstrapPath,
  join(dirname(nodeBootstrapPath), 'node-stem.cjs'),
  ...nodePartPaths,
  extensionHostPath,
  portRelayPath,
  pythonBootstrapPath,
  pythonStemPath,
];
const systemFolders = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
const interpreterFolders = ['usr/local/bin', 'usr/bin', 'bin'];

/** Mount points, and the platform's files: what every root file system needs. */
async function prepareCommonLayer(folder: string): Promise<void> {
  for (const name of ['dev', 'proc', 'sys', 'tmp', 'var/task', 'var/runtime', 'etc']) {
    await mkdir(join(folder, name), { recursive: true });
  }
  // Some runtimes give a file system that they mount there the mode of the mount point.
  await chmod(join(folder, 'tmp'), 0o1777);
  for (const path of runtimeFiles) {
    const copy = join(folder, runtimeFolder, basename(path));
    await copyFile(path, copy);
    await chmod(copy, 0o644);
  }
  await writeFile(
    join(folder, 'etc/passwd'),
    'root:x:0:0::/:/bin/false\nnobody:x:65534:65534::/tmp:/bin/false\n',
  );
  await writeFile(join(folder, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
  await writeFile(join(folder, 'etc/hosts'), '127.0.0.1 localhost\n::1 localhost\n');
}

/** Debian keeps them there; its JDKs below /usr only have links, and do not start without them. */
function listJavaSettings(): string[] {
  return readdirSync('/etc').filter((name) => name.startsWith('java-'));
}

/**
 * @param folder - not there yet.
 * @param python - the interpreter of this machine, if it has one.
 */
export async function prepareMachineRoot(
  folder: string,
  python: string | undefined,
): Promise<RootFileSystem> {
  await prepareCommonLayer(folder);
  for (const name of [...etcFiles.filter((file) => existsSync(join('/etc', file))), ...listJavaSettings()]) {
    await mkdir(dirname(join(folder, 'etc', name)), { recursive: true });
    await cp(join('/etc', name), join(folder, 'etc', name), { recursive: true, verbatimSymlinks: true });
  }
  const mounts = [{ source: '/usr', destination: '/usr' }];
  for (const name of systemFolders.filter((system) => existsSync(join('/', system)))) {
    const path = join('/', name);
    if (lstatSync(path).isSymbolicLink()) await symlink(readlinkSync(path), join(folder, name));
    else mounts.push({ source: path, destination: path });
  }
  for (const path of [process.execPath, ...(python === undefined ? [] : listPrefixes(python))]) {
    const isThere = mounts.some(({ source }) => path === source || path.startsWith(`${source}/`));
    if (!isThere) mounts.push({ source: path, destination: path });
  }
  return { layers: [folder], mounts, locate: (program) => program };
}

/**
 * @param image - a folder, or an archive that `tar` can read.
 * @param folder - not there yet.
 * @throws Error that says what is wrong with the image.
 */
export async function prepareImageRoot(image: string, folder: string): Promise<RootFileSystem> {
  const common = join(folder, 'common');
  await prepareCommonLayer(common);
  const root = statSync(image).isDirectory() ? image : await unpack(image, join(folder, 'image'));
  return {
    layers: [common, root],
    mounts: [],
    locate(program) {
      // `python3.11` of this machine may be another `python3` there.
      const names = [basename(program), basename(program).replace(/\.\d+$/, '')];
      const found = interpreterFolders
        .flatMap((place) => names.map((name) => join(place, name)))
        // Without following links: they lead elsewhere inside.
        .find((path) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined);
      return found === undefined ? undefined : `/${found}`;
    },
  };
}

/** An interpreter of Python finds its library beside itself; one of a virtual environment, beside what it links to. */
function listPrefixes(python: string): string[] {
  return [python, realpathSync(python)].map((path) => dirname(dirname(path))).filter((path) => path !== '/');
}

async function unpack(archive: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { status, stderr, error } = spawnSync(
    'tar',
    ['--extract', '--file', archive, '--directory', folder],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${archive}: ${error?.message ?? stderr.trim()}`);
  return folder;
}
