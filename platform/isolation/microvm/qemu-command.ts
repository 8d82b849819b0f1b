/** The command line of QEMU for one guest: pure. */

export type Accelerator = 'kvm' | 'tcg';

export interface GuestSpec {
  /** Path of QEMU for x86-64. */
  readonly qemu: string;
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly initramfs: string;
  readonly memoryMiB: number;
  /** Rate of the real processor's time stamp counter, if it is known. */
  readonly tscKhz: number | undefined;
}

/** Where the guest's memory is a file: to be saved in it, or to be read from it as far as it is needed. */
export interface MemoryFile {
  readonly path: string;
  readonly use: 'save' | 'restore';
}

/** Descriptors of the process, each a socket of the platform: nothing has a name that others could find. */
export const descriptors = { monitor: 3, control: 4, agent: 5, output: 6, state: 7 } as const;

/** No console, no probing for what is not there, and no second look at what QEMU says. */
const kernelParameters = [
  'quiet',
  'panic=-1',
  'rootfstype=ramfs',
  'no_timer_check',
  'tsc=reliable',
  'init_on_alloc=0',
  // One function has the machine for itself: it has nobody to spy on.
  'mitigations=off',
  'audit=0',
  'apparmor=0',
  'cryptomgr.notests',
  'random.trust_cpu=on',
];

/** Source: qemu.org/docs/master/system/i386/microvm.html and system/invocation.html. */
export function toQemuArguments(spec: GuestSpec, memoryFile?: MemoryFile): string[] {
  const size = `${spec.memoryMiB}M`;
  const backend = memoryFile === undefined ? '' : ',memory-backend=ram';
  return [
    ['-machine', `microvm,isa-serial=off${backend}`],
    ['-accel', spec.accelerator],
    // Of the models that QEMU can emulate, the one without gaps for which Node.js is slow.
    ['-cpu', spec.accelerator === 'kvm' ? 'host' : 'max'],
    ['-smp', '1', '-m', size],
    memoryFile === undefined ? [] : ['-object', toMemoryBackend(memoryFile, size)],
    ['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
    ['-kernel', spec.kernel, '-initrd', spec.initramfs, '-append', toKernelParameters(spec)],
    ['-chardev', `socket,id=monitor,fd=${descriptors.monitor}`, '-mon', 'chardev=monitor,mode=control'],
    ['-device', 'virtio-serial-device'],
    toPort('control', 1),
    toPort('agent', 2),
    toPort('output', 3),
    memoryFile?.use === 'restore' ? ['-incoming', 'defer'] : [],
  ].flat();
}

/**
 * On an emulated processor the kernel cannot measure the rate of the counter when the machine is busy, and without it
 * waits for ever.
 */
function toKernelParameters({ accelerator, tscKhz }: GuestSpec): string {
  const isGiven = accelerator === 'tcg' && tscKhz !== undefined;
  return [...kernelParameters, ...(isGiven ? [`tsc_early_khz=${tscKhz}`] : [])].join(' ');
}

/** A restored guest writes to copies of its pages, so that any number can share the file. */
function toMemoryBackend({ path, use }: MemoryFile, size: string): string {
  // QEMU reads two commas as one.
  const escaped = path.replaceAll(',', ',,');
  return `memory-backend-file,id=ram,size=${size},mem-path=${escaped},share=${use === 'save' ? 'on' : 'off'}`;
}

function toPort(name: 'control' | 'agent' | 'output', number: number): string[] {
  return [
    '-chardev',
    `socket,id=${name},fd=${descriptors[name]}`,
    '-device',
    `virtserialport,chardev=${name},name=${name},nr=${number}`,
  ];
}
