/** What the parts of this level share: the parts of a guest, once it is known that they work. */
import { statSync } from 'node:fs';
import type { Clock } from '../../clock.ts';
import type { FunctionRevision } from '../../control/function-revision.ts';
import { familyOf } from '../../runtime/runtimes.ts';
import { createGuest, type Guest } from './guest.ts';
import { walkTree } from './guest-files.ts';
import { toGuestMemoryMiB } from './guest-size.ts';
import type { MachineParts } from './machine-parts.ts';
import type { Accelerator, GuestSpec } from './qemu-command.ts';
import { type QemuOptions, startQemu } from './qemu-process.ts';
import { readTscKhz } from './tsc.ts';

export interface MachineContext {
  readonly clock: Clock;
  readonly instancesFolder: string;
}

export interface Machine {
  readonly clock: Clock;
  /** For people: `a QEMU microvm with KVM`. */
  readonly madeOf: string;
  /** What guests of a revision are made of. */
  specOf(revision: FunctionRevision): GuestSpec;
  /** @throws a system error when QEMU cannot be started. */
  boot(options: Omit<QemuOptions, 'instancesFolder'>): Guest;
}

const madeOf: Readonly<Record<Accelerator, string>> = {
  kvm: 'a QEMU microvm with KVM',
  tcg: 'a QEMU microvm on an emulated processor (TCG)',
};

export function createMachine(
  parts: MachineParts,
  accelerator: Accelerator,
  { clock, instancesFolder }: MachineContext,
): Machine {
  const tscKhz = readTscKhz();
  return {
    clock,
    madeOf: madeOf[accelerator],
    specOf({ settings, code }) {
      const initramfs = parts.initramfs[familyOf(settings.runtime) === 'nodejs' ? 'nodejs' : 'any'];
      const needs = {
        memoryMiB: settings.memoryMiB,
        initramfsBytes: statSync(initramfs).size,
        codeBytes: measureCode(code.folder),
      };
      return {
        qemu: parts.qemu,
        accelerator,
        kernel: parts.bootKernel,
        initramfs,
        tscKhz,
        memoryMiB: toGuestMemoryMiB(needs),
      };
    },
    boot: (options) => createGuest(startQemu({ ...options, instancesFolder }), () => clock.epochMs()),
  };
}

function measureCode(folder: string): number {
  return [...walkTree(folder)].reduce((sum, { bytes }) => sum + bytes, 0);
}
