/** Makes a thumbnail of a picture: reads it from a PNG file, makes it smaller, and writes a PNG. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Picture, fromPng, toPng } from '../../shared/node/png.mts';

interface Event {
  /** A file of the package. */
  readonly picture: string;
  readonly width: number;
}

export function handle({ picture, width }: Event): {
  width: number;
  height: number;
  /** Of the pixels: how they are compressed is the library's own affair. */
  sha256: string;
  fileBytes: number;
} {
  const thumbnail = shrink(
    fromPng(readFileSync(new URL(`../../pictures/${picture}`, import.meta.url))),
    width,
  );
  return { ...describe(thumbnail), fileBytes: toPng(thumbnail).length };
}

export function describe({ width, height, pixels }: Picture): {
  width: number;
  height: number;
  sha256: string;
} {
  return { width, height, sha256: createHash('sha256').update(pixels).digest('hex') };
}

/** Each pixel is the mean of those that it stands for. Whole numbers only: the same in every language. */
export function shrink(from: Picture, width: number): Picture {
  const height = Math.max(1, Math.floor((2 * from.height * width + from.width) / (2 * from.width)));
  const pixels = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const [top, bottom] = toSpan(row, from.height, height);
    for (let column = 0; column < width; column++) {
      const [left, right] = toSpan(column, from.width, width);
      const to = (row * width + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let y = top; y < bottom; y++) {
          for (let x = left; x < right; x++) sum += from.pixels[(y * from.width + x) * 3 + channel] ?? 0;
        }
        const count = (bottom - top) * (right - left);
        pixels[to + channel] = Math.floor((2 * sum + count) / (2 * count));
      }
    }
  }
  return { width, height, pixels };
}

/** Which of `from` pixels the one at `at` of `to` stands for. */
function toSpan(at: number, from: number, to: number): [number, number] {
  const start = Math.floor((at * from) / to);
  return [start, Math.max(start + 1, Math.floor(((at + 1) * from) / to))];
}
