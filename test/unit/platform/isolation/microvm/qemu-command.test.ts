import { describe, expect, it } from '@jest/globals';
import { toGuestMemoryMiB } from '../../../../../platform/isolation/microvm/guest-size.ts';
import { type GuestSpec, toQemuArguments } from '../../../../../platform/isolation/microvm/qemu-command.ts';
import { readTscKhz } from '../../../../../platform/isolation/microvm/tsc.ts';

const spec: GuestSpec = {
  qemu: '/usr/bin/qemu-system-x86_64',
  accelerator: 'tcg',
  kernel: '/cache/vmlinux',
  initramfs: '/cache/initramfs.cpio',
  memoryMiB: 352,
  tscKhz: 2_596_120,
};

/** The values of an option. */
function valuesOf(args: readonly string[], option: string): string[] {
  return args.flatMap((arg, index) => (arg === option ? [args[index + 1] ?? ''] : []));
}

describe('the command line of QEMU', () => {
  it('gives the guest a port for each of three streams, and no other device', () => {
    const args = toQemuArguments(spec);
    expect(args).toEqual(expect.arrayContaining(['-nodefaults', '-no-user-config', '-no-reboot']));
    expect(valuesOf(args, '-device')).toEqual([
      'virtio-serial-device',
      'virtserialport,chardev=control,name=control,nr=1',
      'virtserialport,chardev=agent,name=agent,nr=2',
      'virtserialport,chardev=output,name=output,nr=3',
    ]);
    expect(valuesOf(args, '-m')).toEqual(['352M']);
  });

  it('shuts QEMU itself in', () => {
    expect(valuesOf(toQemuArguments(spec), '-sandbox')).toEqual([
      'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny',
    ]);
  });

  it('tells the rate of the counter to an emulated processor only', () => {
    const appended = (given: GuestSpec): string => valuesOf(toQemuArguments(given), '-append').join();
    expect(appended(spec)).toContain('tsc_early_khz=2596120');
    expect(appended({ ...spec, accelerator: 'kvm' })).not.toContain('tsc_early_khz');
    expect(appended({ ...spec, tscKhz: undefined })).not.toContain('tsc_early_khz');
  });
});

describe('the command line of a guest that is saved or restored', () => {
  it('has its memory in a file, which copies leave as it is', () => {
    const objects = (use: 'save' | 'restore'): string[] =>
      valuesOf(toQemuArguments(spec, { path: '/tmp/a,b/memory', use }), '-object');
    const common = 'memory-backend-file,id=ram,size=352M,mem-path=/tmp/a,,b/memory';
    expect(objects('save')).toEqual([`${common},share=on`]);
    expect(objects('restore')).toEqual([`${common},share=off`]);
  });

  it('waits for the state only where it is restored', () => {
    const path = '/tmp/memory';
    expect(valuesOf(toQemuArguments(spec, { path, use: 'save' }), '-incoming')).toEqual([]);
    expect(valuesOf(toQemuArguments(spec, { path, use: 'restore' }), '-incoming')).toEqual(['defer']);
  });
});

describe('the rate of the time stamp counter', () => {
  it('is read from the processor that Linux describes', () => {
    expect(readTscKhz('processor\t: 0\nbogomips\t: 5192.24\nclflush size\t: 64\n')).toBe(2_596_120);
    expect(readTscKhz('processor\t: 0\n')).toBeUndefined();
  });
});

describe('the memory of a guest', () => {
  const initramfsBytes = 90 * 2 ** 20;
  it.each([
    ['has room for the function and its files', 512, 0, 736],
    ['has room to unpack its file system, however little the function wants', 64, 0, 320],
    ['has room for the code', 512, 100 * 2 ** 20, 832],
  ])('%s', (_, memoryMiB, codeBytes, expected) => {
    expect(toGuestMemoryMiB({ memoryMiB, initramfsBytes, codeBytes })).toBe(expected);
  });
});
