"""The program that a sandbox's first process becomes: it waits for all that runs inside until the runtime has ended.

As an interpreter it would hold more than a megabyte for each instance; this way it holds a few pages.
"""

import os
import struct

import connection

# The first that the first process of a pid namespace starts.
RUNTIME = 2

BASE = 0x400000
ELF_HEADER, PROGRAM_HEADER = 64, 56
X86_64 = 62

# Numbers of system calls: linux/arch/x86/entry/syscalls/syscall_64.tbl.
CODE = b"".join(
    (
        bytes.fromhex("4883ec10"),  # sub rsp, 16
        bytes.fromhex("b83d000000"),  # again: mov eax, 61 (wait4)
        bytes.fromhex("bfffffffff"),  # mov edi, -1
        bytes.fromhex("4889e6"),  # mov rsi, rsp
        bytes.fromhex("31d24531d2"),  # xor edx, edx; xor r10d, r10d
        bytes.fromhex("0f05"),  # syscall
        bytes.fromhex("83f8") + bytes([RUNTIME]),  # cmp eax, RUNTIME
        bytes.fromhex("75e7"),  # jne again
        bytes.fromhex("b801000000"),  # mov eax, 1 (write)
        b"\xbf" + struct.pack("<I", connection.DESCRIPTOR),  # mov edi, DESCRIPTOR
        bytes.fromhex("4889e6"),  # mov rsi, rsp
        bytes.fromhex("ba04000000"),  # mov edx, 4
        bytes.fromhex("0f05"),  # syscall
        bytes.fromhex("b83c000000"),  # mov eax, 60 (exit)
        bytes.fromhex("31ff"),  # xor edi, edi
        bytes.fromhex("0f05"),  # syscall
    )
)


def build():
    """The whole file: one segment, which is read and executed."""
    start = ELF_HEADER + PROGRAM_HEADER
    size = start + len(CODE)
    header = struct.pack(
        "<16sHHIQQQIHHHHHH",
        b"\x7fELF\x02\x01\x01", 2, X86_64, 1, BASE + start, ELF_HEADER, 0, 0, ELF_HEADER, PROGRAM_HEADER, 1, 0, 0, 0,
    )  # fmt: skip
    segment = struct.pack("<IIQQQQQQ", 1, 5, 0, BASE, BASE, size, size, 0x1000)
    return header + segment + CODE


def keep():
    """The same by the interpreter, for other machines."""
    while True:
        pid, ended = os.wait()
        if pid == RUNTIME:
            os.write(connection.DESCRIPTOR, struct.pack("i", ended))
            os._exit(0)
