/**
 * Writes the archive that a Linux kernel unpacks as its first file system: cpio, format "newc"
 * (docs.kernel.org/driver-api/early-userspace/buffer-format.html). The same entries always make the same bytes.
 */

export interface ArchiveEntry {
  /** Absolute path in the guest. */
  readonly path: string;
  /** Type and permissions, as of `stat`. */
  readonly mode: number;
  /** Content of a file, target of a link; empty for the others. */
  readonly content: Buffer;
  /** In seconds since the Unix epoch. Default: 0. */
  readonly modifiedEpochSeconds?: number;
}

export const fileType = 0o100000;
export const folderType = 0o040000;
export const linkType = 0o120000;
export const pipeType = 0o010000;

const magic = '070701';
const trailer: ArchiveEntry = { path: '/TRAILER!!!', mode: 0, content: Buffer.alloc(0) };

/** Parts of the archive, in order, folders before what is in them. */
export function* toCpioParts(entries: Iterable<ArchiveEntry>): Generator<Buffer> {
  let inode = 0;
  for (const entry of addFolders(entries)) {
    inode++;
    yield toHeader(entry, inode);
    yield entry.content;
    yield toPadding(entry.content.length);
  }
  yield toHeader(trailer, 0);
}

/** A path's parents, each once, before its first entry: the kernel makes none by itself. */
function* addFolders(entries: Iterable<ArchiveEntry>): Generator<ArchiveEntry> {
  const known = new Set<string>();
  for (const entry of entries) {
    const names = entry.path.split('/').slice(1, -1);
    for (let depth = 1; depth <= names.length; depth++) {
      const path = `/${names.slice(0, depth).join('/')}`;
      if (!known.has(path)) yield { path, mode: folderType | 0o755, content: Buffer.alloc(0) };
      known.add(path);
    }
    if (!known.has(entry.path)) yield entry;
    known.add(entry.path);
  }
}

function toHeader({ path, mode, content, modifiedEpochSeconds = 0 }: ArchiveEntry, inode: number): Buffer {
  const name = `${path.slice(1)}\0`;
  const links = 1;
  const fields = [inode, mode, 0, 0, links, modifiedEpochSeconds, content.length, 0, 0, 0, 0];
  const numbers = [...fields, Buffer.byteLength(name), 0].map((value) => value.toString(16).padStart(8, '0'));
  const header = Buffer.from(`${magic}${numbers.join('')}${name}`);
  return Buffer.concat([header, toPadding(header.length)]);
}

/** Headers and contents begin at multiples of four bytes. */
function toPadding(bytes: number): Buffer {
  return Buffer.alloc((4 - (bytes % 4)) % 4);
}
