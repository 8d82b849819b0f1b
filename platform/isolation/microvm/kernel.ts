/** The Linux kernel that guests boot: where it is, its version, and its form without the part that unpacks it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isLegacyLz4, unpackLegacyLz4 } from './lz4.ts';

export interface Kernel {
  /** As built: `vmlinuz`. */
  readonly path: string;
  /** As `uname -r` says: `6.1.0-56-cloud-amd64`. */
  readonly version: string;
  /** Folder of its modules. */
  readonly modulesFolder: string;
}

export type KernelSearch = { readonly kernel: Kernel } | { readonly reason: string };

const remedy = 'apt-get install linux-image-cloud-amd64, or name one with --kernel';

/**
 * @param named - the file that the user wants; its modules are looked for beside it, as on a running system.
 * @param folders - with a `boot` and a `lib/modules`, the first that has a cloud kernel wins.
 */
export function findKernel(named: string | undefined, folders: readonly string[]): KernelSearch {
  if (named !== undefined) return checkKernel(named);
  for (const folder of folders) {
    const newest = listCloudKernels(join(folder, 'boot')).at(-1);
    if (newest !== undefined) return checkKernel(newest);
  }
  return { reason: `there is no kernel for guests: ${remedy}` };
}

function listCloudKernels(bootFolder: string): string[] {
  if (!existsSync(bootFolder)) return [];
  return readdirSync(bootFolder)
    .filter((name) => name.startsWith('vmlinuz-') && name.includes('cloud'))
    .toSorted((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .map((name) => join(bootFolder, name));
}

function checkKernel(path: string): KernelSearch {
  let image: Buffer;
  try {
    image = readFileSync(path);
  } catch (error) {
    return { reason: `the kernel ${path} cannot be read: ${(error as NodeJS.ErrnoException).code}` };
  }
  const version = readVersion(image);
  if (version === undefined) return { reason: `${path} is not a Linux kernel: ${remedy}` };
  const folders = [dirname(dirname(path)), '/'].map((root) => join(root, 'lib/modules', version));
  const modulesFolder = folders.find((folder) => existsSync(folder));
  return modulesFolder === undefined
    ? { reason: `the kernel ${basename(path)} has no modules in ${folders.join(' or ')}` }
    : { kernel: { path, version, modulesFolder } };
}

/** Offsets of the boot protocol (docs.kernel.org/arch/x86/boot.html). */
const field = {
  setupSectors: 0x1f1,
  magic: 0x202,
  version: 0x20e,
  payloadOffset: 0x248,
  payloadLength: 0x24c,
};
const sectorBytes = 512;

function readVersion(image: Buffer): string | undefined {
  if (image.toString('latin1', field.magic, field.magic + 4) !== 'HdrS') return undefined;
  const start = image.readUInt16LE(field.version) + sectorBytes;
  return image.toString('latin1', start, image.indexOf(0, start)).split(' ')[0];
}

/**
 * The kernel proper, as an ELF file, which QEMU starts without firmware's help.
 *
 * @returns undefined when it is packed in another way than Debian's: it can then be booted as it is.
 */
export function unpackKernel(image: Buffer): Buffer | undefined {
  const setupBytes = ((image[field.setupSectors] || 4) + 1) * sectorBytes;
  const start = setupBytes + image.readUInt32LE(field.payloadOffset);
  const payload = image.subarray(start, start + image.readUInt32LE(field.payloadLength));
  return isLegacyLz4(payload) ? unpackLegacyLz4(payload) : undefined;
}
