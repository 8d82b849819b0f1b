/**
 * Unpacks the old frame format of LZ4, in which Linux packs its kernel. A kernel that is unpacked here, once, need not
 * unpack itself at each boot (github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md and lz4_Frame_format.md, "Legacy frame").
 */

const legacyMagic = 0x18_4c_21_02;
const blockBytes = 8 * 1024 * 1024;

export function isLegacyLz4(packed: Buffer): boolean {
  return packed.length >= 4 && packed.readUInt32LE(0) === legacyMagic;
}

/** @throws RangeError when the bytes are not what they say. */
export function unpackLegacyLz4(packed: Buffer): Buffer {
  const blocks: Buffer[] = [];
  let at = 4;
  // Four bytes at the end are not a block: the kernel's build appends the unpacked size.
  while (at + 8 <= packed.length) {
    const size = packed.readUInt32LE(at);
    at += 4;
    blocks.push(unpackBlock(packed.subarray(at, at + size)));
    at += size;
  }
  return Buffer.concat(blocks);
}

function unpackBlock(packed: Buffer): Buffer {
  const unpacked = Buffer.allocUnsafe(blockBytes);
  let from = 0;
  let to = 0;
  const readByte = (): number => packed.readUInt8(from++);
  const readLength = (start: number): number => {
    let length = start;
    if (start === 15) {
      let more = 255;
      while (more === 255) length += more = readByte();
    }
    return length;
  };
  while (from < packed.length) {
    const token = readByte();
    const literals = readLength(token >> 4);
    to += packed.copy(unpacked, to, from, from + literals);
    from += literals;
    if (from >= packed.length) break;
    const distance = packed.readUInt16LE(from);
    from += 2;
    const end = to + readLength(token & 15) + 4;
    if (distance === 0 || distance > to || end > blockBytes) throw new RangeError('not an LZ4 block');
    // Byte by byte: a match may overlap what it makes.
    for (; to < end; to++) unpacked[to] = unpacked[to - distance] ?? 0;
  }
  return unpacked.subarray(0, to);
}
