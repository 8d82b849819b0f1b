/** Unpacks a deployment package, and lets nothing out of the folder it is unpacked into. */
import { createWriteStream } from 'node:fs';
import { mkdir, realpath, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';

export interface ExtractLimits {
  /** Of all files together. */
  readonly maxBytes: number;
  readonly maxEntries: number;
}

export type ZipProblem = 'corrupt' | 'unsafe' | 'tooLarge';

export class ZipError extends Error {
  override readonly name = 'ZipError';
  readonly problem: ZipProblem;

  constructor(problem: ZipProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

const fileTypeMask = 0o170_000;
const symbolicLink = 0o120_000;
const regularFile = 0o100_000;
const directory = 0o040_000;
const defaultMode = 0o644;

/** Failures of this machine; whatever else goes wrong is the fault of the archive. */
const machineFailures: ReadonlySet<string> = new Set([
  'EACCES',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOSPC',
  'EPERM',
  'EROFS',
]);

/**
 * @param folder - has to exist and to be empty.
 * @throws ZipError when the archive is refused; a system error, such as `ENOSPC`, when it cannot be written.
 */
export async function extractZip(zip: Buffer, folder: string, limits: ExtractLimits): Promise<void> {
  try {
    await extract(zip, folder, limits);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (error instanceof ZipError || machineFailures.has(code)) throw error;
    // The reader refuses names that are absolute or lead upwards, in words.
    const isPath = /relative path|absolute path|invalid characters/.test(message);
    throw new ZipError(isPath ? 'unsafe' : 'corrupt', message, { cause: error });
  }
}

async function extract(zip: Buffer, folder: string, limits: ExtractLimits): Promise<void> {
  const archive = await fromBufferPromise(zip, { autoClose: false, lazyEntries: true });
  if (archive.entryCount > limits.maxEntries) {
    throw new ZipError('tooLarge', `more than ${limits.maxEntries} files`);
  }
  const links: Entry[] = [];
  let bytes = 0;
  for await (const entry of archive.eachEntry()) {
    // Stated, and enforced by the reader: no file gives more than it states.
    bytes += entry.uncompressedSize;
    if (bytes > limits.maxBytes) throw new ZipError('tooLarge', `more than ${limits.maxBytes} bytes`);
    const type = typeOf(entry);
    if (type === directory) await mkdir(join(folder, entry.fileName), { recursive: true });
    else if (type === symbolicLink) links.push(entry);
    else if (type === regularFile) await writeEntry(archive, entry, folder);
    else throw new ZipError('unsafe', `neither file, folder nor link: ${entry.fileName}`);
  }
  // Last, so that no file is written through a link.
  for (const entry of links) await writeLink(archive, entry, folder);
}

function typeOf(entry: Entry): number {
  if (entry.fileName.endsWith('/')) return directory;
  // Archives made on Windows state no mode.
  const type = (entry.externalFileAttributes >>> 16) & fileTypeMask;
  return type === 0 ? regularFile : type;
}

async function writeEntry(archive: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = join(folder, entry.fileName);
  await mkdir(dirname(path), { recursive: true });
  const mode = (entry.externalFileAttributes >>> 16) & 0o777 || defaultMode;
  await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(path, { mode }));
}

async function writeLink(archive: ZipFile, entry: Entry, folder: string): Promise<void> {
  const path = join(folder, entry.fileName);
  const target = await text(await archive.openReadStreamPromise(entry));
  await mkdir(dirname(path), { recursive: true });
  const root = await realpath(folder);
  // A link made before may lead the way: what counts is where this one really is.
  const parent = await realpath(dirname(path));
  if (
    isAbsolute(target) ||
    climbsLate(target) ||
    !isInside(root, parent) ||
    !isInside(root, resolve(parent, target))
  ) {
    throw new ZipError('unsafe', `a link that leads out: ${entry.fileName} -> ${target}`);
  }
  await symlink(target, path);
}

/** Behind a name, `..` may lead up from where another link leads, and nobody knows how far. */
function climbsLate(target: string): boolean {
  const steps = target.split('/').filter((step) => step !== '' && step !== '.');
  const firstName = steps.findIndex((step) => step !== '..');
  return firstName !== -1 && steps.lastIndexOf('..') > firstName;
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith('../') && !isAbsolute(way);
}
