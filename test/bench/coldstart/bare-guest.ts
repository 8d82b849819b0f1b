/** The bare primitive of the level `microvm`: the platform's machine, whose init runs Node.js once, prints and waits. */
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../platform/clock.ts';
import { findAccelerator } from '../../../platform/isolation/microvm/accelerator.ts';
import { fileType, toCpioParts } from '../../../platform/isolation/microvm/cpio-archive.ts';
import { toGuestMemoryMiB } from '../../../platform/isolation/microvm/guest-size.ts';
import { findMachineParts } from '../../../platform/isolation/microvm/machine-parts.ts';
import type { Accelerator } from '../../../platform/isolation/microvm/qemu-command.ts';
import { startQemu } from '../../../platform/isolation/microvm/qemu-process.ts';
import { readTscKhz } from '../../../platform/isolation/microvm/tsc.ts';
import { isAnswer, nodeProgram } from './hello.ts';

interface BareGuest {
  readonly accelerator: Accelerator;
  /** Resolves, when the machine is gone, to the time until the first byte that the function printed. */
  readonly start: () => Promise<number>;
}

/** Some boots of an emulated processor hang. */
const bootLimitMs = 60_000;

const init = `#!/bin/busybox sh
for module in virtio_ring virtio virtio_mmio virtio_console; do /bin/busybox insmod /modules/$module.ko; done
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs devtmpfs /dev
${process.execPath} /hello.cjs >/dev/vport0p3
exec /bin/busybox sleep 60
`;

export async function prepareBareGuest(folder: string): Promise<BareGuest> {
  const found = await findMachineParts(undefined, undefined);
  if ('reason' in found) throw new Error(found.reason);
  const { parts } = found;
  const tried = await findAccelerator(parts, { clock: systemClock, instancesFolder: folder });
  if ('reason' in tried) throw new Error(tried.reason);
  const { accelerator } = tried;
  const initramfs = addFiles(parts.initramfs.nodejs, join(folder, 'bare.cpio'));
  const spec = {
    qemu: parts.qemu,
    accelerator,
    kernel: parts.bootKernel,
    initramfs,
    tscKhz: readTscKhz(),
    memoryMiB: toGuestMemoryMiB({
      memoryMiB: 256,
      initramfsBytes: statSync(initramfs).size,
      codeBytes: 0,
    }),
  };
  return {
    accelerator,
    async start() {
      const startedAt = performance.now();
      const qemu = startQemu({ spec, instancesFolder: folder });
      const ended = qemu.ended.then(({ complaint }) => {
        throw new Error(`QEMU ended: ${complaint}`);
      });
      const limit = setTimeout(() => qemu.kill(), bootLimitMs);
      const printed = await Promise.race([once(qemu.output, 'data'), ended]);
      clearTimeout(limit);
      const tookMs = performance.now() - startedAt;
      ended.catch(() => undefined);
      qemu.kill();
      await qemu.ended;
      const text = String(printed[0]);
      if (!isAnswer(text)) throw new Error(`the guest printed ${text}`);
      return tookMs;
    },
  };
}

/** The kernel unpacks one archive after the other: what comes later takes the place of what is there. */
function addFiles(initramfs: string, path: string): string {
  const entries = [
    { path: '/init', mode: fileType | 0o755, content: Buffer.from(init) },
    { path: '/hello.cjs', mode: fileType | 0o644, content: Buffer.from(nodeProgram) },
  ];
  const whole = readFileSync(initramfs);
  // An archive begins at a multiple of four bytes.
  const padding = Buffer.alloc((4 - (whole.length % 4)) % 4);
  writeFileSync(path, Buffer.concat([whole, padding, ...toCpioParts(entries)]));
  return path;
}
