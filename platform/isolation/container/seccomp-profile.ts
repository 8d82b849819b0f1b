/**
 * The system calls that a container is denied: those that Docker's default profile denies to a process without
 * capabilities. Source: docs.docker.com/engine/security/seccomp, November 2026.
 */

export interface SyscallRule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ERRNO';
  readonly errnoRet: number;
  readonly args?: readonly {
    readonly index: number;
    readonly value: number;
    readonly valueTwo: number;
    readonly op: 'SCMP_CMP_MASKED_EQ';
  }[];
}

/** The part `linux.seccomp` of an OCI configuration. */
export interface SeccompProfile {
  readonly defaultAction: 'SCMP_ACT_ALLOW';
  readonly syscalls: readonly SyscallRule[];
}

const notPermitted = 1;
const notImplemented = 38;

const denied = [
  'acct',
  'add_key',
  'bpf',
  'clock_adjtime',
  'clock_settime',
  'delete_module',
  'fanotify_init',
  'finit_module',
  'fsconfig',
  'fsmount',
  'fsopen',
  'fspick',
  'get_mempolicy',
  'init_module',
  'io_uring_enter',
  'io_uring_register',
  'io_uring_setup',
  'ioperm',
  'iopl',
  'kcmp',
  'kexec_file_load',
  'kexec_load',
  'keyctl',
  'lookup_dcookie',
  'mbind',
  'mount',
  'mount_setattr',
  'move_mount',
  'move_pages',
  'name_to_handle_at',
  'nfsservctl',
  'open_by_handle_at',
  'open_tree',
  'perf_event_open',
  'pivot_root',
  'process_vm_readv',
  'process_vm_writev',
  'ptrace',
  'quotactl',
  'reboot',
  'request_key',
  'set_mempolicy',
  'setns',
  'settimeofday',
  'swapoff',
  'swapon',
  'syslog',
  'umount2',
  'unshare',
  'userfaultfd',
  'vhangup',
];

/** Of `clone`: a namespace of its own, of each kind. Source: include/uapi/linux/sched.h. */
const newNamespaceFlags = [
  0x0002_0000, 0x0200_0000, 0x0400_0000, 0x0800_0000, 0x1000_0000, 0x2000_0000, 0x4000_0000,
];

export const seccompProfile: SeccompProfile = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [
    { names: denied, action: 'SCMP_ACT_ERRNO', errnoRet: notPermitted },
    // Its flags are in memory, where a filter cannot look: C libraries then fall back on `clone`.
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: notImplemented },
    ...newNamespaceFlags.map((flag): SyscallRule => ({
      names: ['clone'],
      action: 'SCMP_ACT_ERRNO',
      errnoRet: notPermitted,
      args: [{ index: 0, value: flag, valueTwo: flag, op: 'SCMP_CMP_MASKED_EQ' }],
    })),
  ],
};
