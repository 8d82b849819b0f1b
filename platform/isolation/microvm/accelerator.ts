/**
 * Which accelerator can run guests here. A `/dev/kvm` that opens proves nothing: only a boot does, so one is tried, and
 * the answer is remembered for as long as machine, kernel and QEMU stay what they are.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { createGuest } from './guest.ts';
import { toGuestMemoryMiB } from './guest-size.ts';
import type { MachineContext } from './machine.ts';
import type { MachineParts } from './machine-parts.ts';
import type { Accelerator, GuestSpec } from './qemu-command.ts';
import { startQemu } from './qemu-process.ts';
import { readTscKhz } from './tsc.ts';
import { toCacheFolder } from './user-cache.ts';

/** A boot takes about 2 s without hardware help, and well under 1 s with it. */
const bootLimitMs: Readonly<Record<Accelerator, number>> = { kvm: 5_000, tcg: 60_000 };

export type AcceleratorSearch = { readonly accelerator: Accelerator } | { readonly reason: string };

export async function findAccelerator(
  parts: MachineParts,
  context: MachineContext,
): Promise<AcceleratorSearch> {
  const path = join(toCacheFolder(), `accelerator-${identify(parts)}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as AcceleratorSearch;
  const found = await tryOut(parts, context);
  // A failure may be due to what else the machine is doing: it is tried again.
  if ('accelerator' in found) {
    await mkdir(toCacheFolder(), { recursive: true });
    await writeFile(path, JSON.stringify(found));
  }
  return found;
}

/** The same until the machine boots anew, or one of its parts is another. */
function identify({ qemu, bootKernel, initramfs }: MachineParts): string {
  const version = spawnSync(qemu, ['--version'], { encoding: 'utf8' }).stdout;
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1');
  const identity = [version, boot, release(), isKvmOpen(), bootKernel, initramfs.nodejs].join('\n');
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

async function tryOut(parts: MachineParts, context: MachineContext): Promise<AcceleratorSearch> {
  const candidates: readonly Accelerator[] = isKvmOpen() ? ['kvm', 'tcg'] : ['tcg'];
  const initramfs = parts.initramfs.nodejs;
  const memoryMiB = toGuestMemoryMiB({
    memoryMiB: 128,
    initramfsBytes: statSync(initramfs).size,
    codeBytes: 0,
  });
  let complaint = '';
  for (const accelerator of candidates) {
    const spec = {
      qemu: parts.qemu,
      kernel: parts.bootKernel,
      initramfs,
      accelerator,
      memoryMiB,
      tscKhz: readTscKhz(),
    };
    const refusal = await tryBoot(spec, bootLimitMs[accelerator], context);
    if (refusal === undefined) return { accelerator };
    complaint = refusal;
  }
  return { reason: `a virtual machine does not boot here: ${complaint}` };
}

/** @returns why it did not come up; undefined when it did. */
async function tryBoot(
  spec: GuestSpec,
  limitMs: number,
  { clock, instancesFolder }: MachineContext,
): Promise<string | undefined> {
  const qemu = startQemu({ spec, instancesFolder });
  const guest = createGuest(qemu, () => clock.epochMs());
  const expired = new Promise<string>((resolve) => {
    clock.after(limitMs, () => resolve(`it was not up after ${limitMs / 1000} s`));
  });
  const refused = qemu.ended.then(({ complaint }) => `QEMU ended, ${complaint || 'without a word'}`);
  const refusal = await Promise.race([guest.up.then(() => undefined), refused, expired]);
  await guest.destroy();
  return refusal;
}

function isKvmOpen(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
