/** Reads and writes pictures as PNG: three channels of 8 bits, not interlaced. Source: w3.org/TR/png-3. */
import { deflateSync, inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, row by row. */
  readonly pixels: Uint8Array;
}

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const channels = 3;
/** Eight bits, colours without transparency, the only compression and filter method, not interlaced. */
const kind = Buffer.from([8, 2, 0, 0, 0]);

export function fromPng(file: Buffer): Picture {
  if (!file.subarray(0, 8).equals(signature)) throw new Error('not a PNG picture');
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const body = file.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (!body.subarray(8).equals(kind)) throw new Error('expected 8-bit colours without transparency');
    }
    if (type === 'IDAT') data.push(body);
    at += 12 + length;
  }
  return { width, height, pixels: unfilter(inflateSync(Buffer.concat(data)), width, height) };
}

export function toPng({ width, height, pixels }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  kind.copy(header, 8);
  const data = deflateSync(filter(pixels, width * channels, height));
  return Buffer.concat([
    signature,
    toChunk('IHDR', header),
    toChunk('IDAT', data),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

const { abs } = Math;

/** Bytes beside and above one: `left`, `up` and `upLeft`. */
type Predict = (left: number, up: number, upLeft: number) => number;

/** By filter type, from 0. */
const predictors: readonly Predict[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, upLeft) => {
    const [p, q, r] = [abs(up - upLeft), abs(left - upLeft), abs(left + up - 2 * upLeft)];
    if (p <= q && p <= r) return left;
    return q <= r ? up : upLeft;
  },
];

function unfilter(filtered: Uint8Array, width: number, height: number): Uint8Array {
  const stride = width * channels;
  const pixels = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const from = row * (stride + 1);
    const predict = predictors[filtered[from] ?? 0];
    if (predict === undefined) throw new Error(`no filter ${filtered[from]} in PNG`);
    for (let at = 0; at < stride; at++) {
      const predicted = predictAt(pixels, row, at, stride, predict);
      pixels[row * stride + at] = (filtered[from + 1 + at] ?? 0) + predicted;
    }
  }
  return pixels;
}

/** Each row by the filter after that of the row before: a picture by which all of them are tried. */
function filter(pixels: Uint8Array, stride: number, height: number): Uint8Array {
  const filtered = new Uint8Array((stride + 1) * height);
  for (let row = 0; row < height; row++) {
    const type = row % predictors.length;
    const predict = predictors[type] ?? ((): number => 0);
    const to = row * (stride + 1);
    filtered[to] = type;
    for (let at = 0; at < stride; at++) {
      filtered[to + 1 + at] = (pixels[row * stride + at] ?? 0) - predictAt(pixels, row, at, stride, predict);
    }
  }
  return filtered;
}

function predictAt(pixels: Uint8Array, row: number, at: number, stride: number, predict: Predict): number {
  const here = row * stride + at;
  const hasLeft = at >= channels;
  const left = hasLeft ? (pixels[here - channels] ?? 0) : 0;
  const up = row > 0 ? (pixels[here - stride] ?? 0) : 0;
  const upLeft = hasLeft && row > 0 ? (pixels[here - stride - channels] ?? 0) : 0;
  return predict(left, up, upLeft);
}

function toChunk(type: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const chunk = Buffer.alloc(named.length + 8);
  chunk.writeUInt32BE(body.length, 0);
  named.copy(chunk, 4);
  chunk.writeUInt32BE(crc(named), named.length + 4);
  return chunk;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** Node.js has its own only since version 22. */
function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (crcTable[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}
