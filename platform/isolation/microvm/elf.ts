/** The little of the ELF format that building a guest needs (refspecs.linuxfoundation.org/elf/elf.pdf). */

const header = { bytes: 64, programHeaders: 32, sectionHeaders: 40, count: 56, sectionCount: 60 };
const programHeaderBytes = 56;
const class64 = 2;
const executableType = 2;
const sharedType = 3;
const loadType = 1;
const base = 0x40_0000;
const bufferBytes = 64;

/** Whether it is a program or a library that can be run: a kernel module cannot, and needs all of itself. */
export function isElfProgram(content: Buffer): boolean {
  if (content.length < header.bytes || content.readUInt32BE(0) !== 0x7f_45_4c_46) return false;
  return content[4] === class64 && (content[16] === executableType || content[16] === sharedType);
}

/** Cuts off what is only for debuggers and linkers: a tenth of Node.js, which every guest would have to hold. */
export function trimElf(content: Buffer): Buffer {
  const start = Number(content.readBigUInt64LE(header.programHeaders));
  let end = 0;
  for (let index = 0; index < content.readUInt16LE(header.count); index++) {
    const at = start + index * programHeaderBytes;
    if (content.readUInt32LE(at) !== loadType) continue;
    end = Math.max(end, Number(content.readBigUInt64LE(at + 8) + content.readBigUInt64LE(at + 32)));
  }
  const trimmed = Buffer.from(content.subarray(0, end));
  trimmed.fill(0, header.sectionHeaders, header.sectionHeaders + 8);
  trimmed.fill(0, header.sectionCount, header.bytes);
  return trimmed;
}

/** Stands for the address of a buffer of 64 bytes, the same for all calls of a program. */
export const buffer: unique symbol = Symbol('buffer');

type Argument = number | string | typeof buffer;

/** Number and at most three arguments; a text stands for the address of its bytes. */
export type SystemCall = readonly [number: number, ...args: Argument[]];

/** A static x86-64 program that makes system calls in a row, for those that no program of the guest makes. */
export function toSystemCallProgram(calls: readonly SystemCall[]): Buffer {
  const texts: string[] = [];
  const codeBytes = calls.reduce((sum, call) => sum + 7 * call.length + 2, 0);
  const codeStart = header.bytes + programHeaderBytes;
  const bufferStart = codeStart + codeBytes;
  const toValue = (argument: Argument): number => {
    if (typeof argument === 'number') return argument;
    if (argument === buffer) return base + bufferStart;
    const address = base + bufferStart + bufferBytes + Buffer.byteLength(texts.join(''));
    texts.push(`${argument}\0`);
    return address;
  };
  const code = calls.flatMap((call) => [
    ...call.map((value, index) => toMove(index, toValue(value))),
    syscall,
  ]);
  const data = Buffer.concat([Buffer.alloc(bufferBytes), Buffer.from(texts.join(''))]);
  return Buffer.concat([toHeaders(codeStart + codeBytes + data.length), ...code, data]);
}

const syscall = Buffer.from([0x0f, 0x05]);

/** Sets rax, rdi, rsi or rdx, by their place in the call. */
function toMove(index: number, value: number): Buffer {
  const register = [0xc0, 0xc7, 0xc6, 0xc2][index];
  if (register === undefined) throw new RangeError('a system call with more than three arguments');
  const move = Buffer.from([0x48, 0xc7, register, 0, 0, 0, 0]);
  move.writeInt32LE(value, 3);
  return move;
}

function toHeaders(bytes: number): Buffer {
  const headers = Buffer.alloc(header.bytes + programHeaderBytes);
  // 64 bits, little endian, executable, x86-64.
  headers.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1], 0);
  headers.set([2, 0, 62, 0, 1], 16);
  headers.writeBigUInt64LE(BigInt(base + headers.length), 24);
  headers.writeBigUInt64LE(BigInt(header.bytes), header.programHeaders);
  headers.set([header.bytes, 0, programHeaderBytes, 0, 1], 52);
  // Readable, writable and executable.
  headers.set([loadType, 0, 0, 0, 7], header.bytes);
  headers.writeBigUInt64LE(BigInt(base), header.bytes + 16);
  headers.writeBigUInt64LE(BigInt(base), header.bytes + 24);
  headers.writeBigUInt64LE(BigInt(bytes), header.bytes + 32);
  headers.writeBigUInt64LE(BigInt(bytes), header.bytes + 40);
  headers.writeBigUInt64LE(4096n, header.bytes + 48);
  return headers;
}
