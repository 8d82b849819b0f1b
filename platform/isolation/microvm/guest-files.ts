/** What a guest's file system holds: programs of this machine with the libraries they load, at the paths they have here. */
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync, readdirSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ArchiveEntry, fileType, linkType } from './cpio-archive.ts';
import { isElfProgram, trimElf } from './elf.ts';

/** A file of this machine, at a path in the guest. */
export interface GuestFile {
  readonly path: string;
  readonly source: string;
}

/** Folders of the Python library that no function needs, and that are half of it. */
const leftOut = new Set([
  'test',
  'tests',
  'idlelib',
  'tkinter',
  'turtledemo',
  'ensurepip',
  'lib2to3',
  'site-packages',
]);

/** The programs themselves, and what the dynamic loader says they load. */
export function listProgram(...programs: readonly string[]): GuestFile[] {
  const { stdout } = spawnSync('ldd', programs, { encoding: 'utf8' });
  const libraries = [...(stdout ?? '').matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map((match) => match[1] ?? '');
  return [...programs, ...new Set(libraries)].map((path) => ({ path, source: realpathSync(path) }));
}

/** Interpreter and library. */
export function listPython(program: string): GuestFile[] {
  const script =
    'import sysconfig; print(sysconfig.get_path("stdlib")); print(sysconfig.get_path("platstdlib"))';
  const { stdout } = spawnSync(program, ['-I', '-c', script], { encoding: 'utf8' });
  const folders = [...new Set(stdout.trim().split('\n'))];
  const files = folders.flatMap((folder) => listFiles(folder));
  const extensions = files.filter(({ path }) => path.endsWith('.so')).map(({ path }) => path);
  return [...listProgram(program, ...extensions), ...files];
}

function listFiles(folder: string): GuestFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      // Optimised bytecode is for another command line, static libraries are for a compiler.
      if (leftOut.has(entry.name) || /\.opt-\d\.pyc$|\.a$/.test(entry.name)) return [];
      if (entry.isDirectory()) return basename(path).startsWith('config-') ? [] : listFiles(path);
      return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? [{ path, source: path }] : [];
    });
}

/** @returns what tells one state of a file from another, without reading it. */
export function toIdentity({ path, source }: GuestFile): string {
  const { size, mtimeMs } = statSync(source);
  return `${path} ${source} ${size} ${mtimeMs}`;
}

export function toEntry({ path, source }: GuestFile): ArchiveEntry {
  const content = readFileSync(source);
  const { mode, mtimeMs } = statSync(source);
  return {
    path,
    mode: fileType | (mode & 0o777),
    content: isElfProgram(content) ? trimElf(content) : content,
    // Python takes bytecode only if it names the time of its source.
    modifiedEpochSeconds: Math.floor(mtimeMs / 1000),
  };
}

export function toLink(path: string, target: string): ArchiveEntry {
  return { path, mode: linkType | 0o777, content: Buffer.from(target) };
}

/** A file or a link, with its path within a folder, and type and permissions as of `stat`. */
export interface TreeFile {
  readonly path: string;
  readonly mode: number;
  readonly bytes: number;
  readContent(): Buffer;
}

/** Files and links of a folder and of those in it. */
export function* walkTree(folder: string, within = ''): Generator<TreeFile> {
  for (const name of readdirSync(join(folder, within)).toSorted()) {
    const path = join(within, name);
    const whole = join(folder, path);
    const stat = lstatSync(whole);
    if (stat.isDirectory()) yield* walkTree(folder, path);
    else {
      const readContent = (): Buffer =>
        stat.isSymbolicLink() ? Buffer.from(readlinkSync(whole)) : readFileSync(whole);
      yield { path, mode: stat.mode, bytes: stat.size, readContent };
    }
  }
}
