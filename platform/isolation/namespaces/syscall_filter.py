"""Which system calls a function may make: all but those that reach past its sandbox, and those not known yet."""

import ctypes
import errno
import struct

import kernel

# What administers the machine, looks into other processes, or opens parts of the kernel that few programs need and
# many attacks begin with. Source of the selection: docs.docker.com/engine/security/seccomp, "significant syscalls
# blocked". The numbers: linux/arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
REFUSED = {
    "x86_64": [
        101, 103, 134, 136, 139, 153, 154, 155, 156, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173,
        174, 175, 176, 177, 178, 179, 180, 212, 227, 237, 238, 246, 248, 249, 250, 256, 272, 279, 298, 300, 303, 304,
        305, 308, 310, 311, 312, 313, 320, 321, 323,
    ],
    "aarch64": [
        18, 39, 40, 41, 42, 51, 58, 60, 89, 97, 104, 105, 106, 112, 116, 117, 142, 161, 162, 170, 171, 217, 218, 219,
        224, 225, 235, 237, 238, 239, 241, 262, 264, 265, 266, 268, 270, 271, 272, 273, 280, 282, 294,
    ],
}  # fmt: skip
REFUSED_EVERYWHERE = [428, 429, 430, 431, 432, 433, 438, 440, 442, 443]
# As if the kernel were older: the C library then does without. Namespaces cannot be seen in clone3's arguments.
UNKNOWN = [425, 426, 427, 435]
LAST_KNOWN = 462

AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CLONE = {"x86_64": 56, "aarch64": 220}
SOCKET = {"x86_64": 41, "aarch64": 198}
X32_BIT = 0x40000000
NAMESPACES = 0x7E020000
# AF_ALG and AF_VSOCK: a way past the network namespace, and a large surface.
REFUSED_FAMILIES = [38, 40]

LOAD, JUMP_EQUAL, JUMP_ABOVE, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
ALLOW, KILL = 0x7FFF0000, 0x80000000
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16
SECCOMP_MODE_FILTER = 2


def refuse(number):
    return 0x00050000 | number


def build(machine):
    """The filter, as the kernel's program; classic BPF counts its jumps from the next instruction."""
    program = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (JUMP_EQUAL, 1, 0, AUDIT_ARCHITECTURE[machine]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
        (JUMP_ABOVE, 0, 1, X32_BIT - 1),
        (RETURN, 0, 0, KILL),
        (JUMP_ABOVE, 0, 1, LAST_KNOWN),
        (RETURN, 0, 0, refuse(errno.ENOSYS)),
    ]
    program += _answer(UNKNOWN, refuse(errno.ENOSYS))
    program += _answer(REFUSED[machine] + REFUSED_EVERYWHERE, refuse(errno.EPERM))
    program += [
        (JUMP_EQUAL, 0, 4, CLONE[machine]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (JUMP_ANY_BIT, 0, 1, NAMESPACES),
        (RETURN, 0, 0, refuse(errno.EPERM)),
        (RETURN, 0, 0, ALLOW),
        (JUMP_EQUAL, 0, 1 + 2 * len(REFUSED_FAMILIES), SOCKET[machine]),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
    ]
    program += _answer(REFUSED_FAMILIES, refuse(errno.EAFNOSUPPORT))
    program.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)


def _answer(values, answer):
    return [step for value in values for step in ((JUMP_EQUAL, 0, 1, value), (RETURN, 0, 0, answer))]


_text = build(kernel.MACHINE) if kernel.MACHINE in AUDIT_ARCHITECTURE else b""
_buffer = ctypes.create_string_buffer(_text, len(_text))


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


_program = _Program(len(_text) // 8, ctypes.addressof(_buffer))


def install():
    """For this process and all that it starts, for good."""
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.prctl(kernel.PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(_program))
