/** Finds, or makes, what guests are made of on this machine; what is missing is one sentence. */
import { readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { findProgram } from '../find-program.ts';
import { findKernel, type Kernel, unpackKernel } from './kernel.ts';
import { type GuestKind, keepInitramfs } from './initramfs.ts';
import { keepFile, toCacheFolder } from './user-cache.ts';

export interface MachineParts {
  readonly qemu: string;
  /** As found; its version names it to people. */
  readonly kernel: Kernel;
  /** What QEMU boots. */
  readonly bootKernel: string;
  readonly initramfs: Readonly<Record<GuestKind, string>>;
}

export type PartsSearch = { readonly parts: MachineParts } | { readonly reason: string };

const program = 'qemu-system-x86_64';

/** @param kernel - the file that the user wants. @param python - interpreter for guests; undefined where there is none. */
export async function findMachineParts(
  kernel: string | undefined,
  python: string | undefined,
): Promise<PartsSearch> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return {
      reason: `virtual machines are built for Linux on x86-64 only, this is ${process.platform} on ${process.arch}`,
    };
  }
  const qemu = findProgram(program);
  if (qemu === undefined) return { reason: `there is no ${program}: apt-get install qemu-system-x86` };
  const busybox = findProgram('busybox');
  if (busybox === undefined) return { reason: 'there is no busybox: apt-get install busybox-static' };
  const found = findKernel(kernel, ['/', join(toCacheFolder(), 'kernel')]);
  if ('reason' in found) return found;
  try {
    const parts = { kernel: found.kernel, busybox, python };
    const bootKernel = await keepBootKernel(found.kernel);
    const nodejs = await keepInitramfs('nodejs', parts);
    const any = await keepInitramfs('any', parts);
    return { parts: { qemu, kernel: found.kernel, bootKernel, initramfs: { nodejs, any } } };
  } catch (error) {
    return {
      reason: `the files of a guest cannot be made in ${toCacheFolder()}: ${(error as Error).message}`,
    };
  }
}

async function keepBootKernel({ path, version }: Kernel): Promise<string> {
  const { size, mtimeMs } = statSync(path);
  const hash = createHash('sha256').update(`${path} ${size} ${mtimeMs}`).digest('hex').slice(0, 16);
  return await keepFile(`vmlinux-${version}-${hash}`, () => {
    const image = readFileSync(path);
    return unpackKernel(image) ?? image;
  });
}
