/** The pictures that the function makes smaller: a landscape, drawn here, so that it is nobody's property. */
import { createRandom } from '../shared/node/seeded.mts';
import type { Picture } from '../shared/node/png.mts';

export const pictureSizes = {
  test: { width: 160, height: 120 },
  small: { width: 640, height: 480 },
  large: { width: 1280, height: 960 },
} as const;

type Colour = readonly [number, number, number];

const [zenith, horizon]: [Colour, Colour] = [
  [58, 96, 168],
  [250, 196, 140],
];
const sun: Colour = [255, 240, 200];
const ridges: readonly { readonly at: number; readonly height: number; readonly colour: Colour }[] = [
  { at: 0.55, height: 0.16, colour: [120, 124, 152] },
  { at: 0.68, height: 0.14, colour: [76, 92, 104] },
  { at: 0.82, height: 0.1, colour: [38, 58, 50] },
];
/** What a camera adds. */
const noise = 4;

const { hypot } = Math;

export function drawPicture({ width, height }: { readonly width: number; readonly height: number }): Picture {
  const below = createRandom(width);
  // Clamped: what is too bright is white.
  const pixels = new Uint8ClampedArray(width * height * 3);
  const outlines = ridges.map((ridge, number) =>
    Float64Array.from(
      { length: width },
      (_, column) => ridge.at - ridge.height * profile(column / width, number),
    ),
  );
  let at = 0;
  for (let row = 0; row < height; row++) {
    const y = row / height;
    // Each is one colour along a row, but for the sun.
    const sky = mix(zenith, horizon, y / 0.6);
    const hills = ridges.map(({ colour }) => mix(colour, horizon, (0.9 - y) / 2));
    for (let column = 0; column < width; column++) {
      const ridge = outlines.findLastIndex((outline) => y > (outline[column] ?? 0));
      const colour = hills[ridge] ?? mix(sky, sun, toSunlight(column / width, y));
      for (const value of colour) pixels[at++] = value + below(noise);
    }
  }
  return { width, height, pixels: new Uint8Array(pixels.buffer) };
}

/** How much of the sun is seen, from 0. */
function toSunlight(x: number, y: number): number {
  return 1 - hypot((x - 0.7) * 4, (y - 0.35) * 3) * 2.5;
}

/** Outline of a range of hills, from 0 to 1. */
function profile(x: number, ridge: number): number {
  const waves = [3, 7, 17, 41].map((count, at) => Math.sin(x * count + ridge * 5 + at) / (at + 1));
  return 0.5 + waves.reduce((sum, wave) => sum + wave, 0) / 4.2;
}

/** @param share - of the second; below 0 and above 1 it is one of them. */
function mix(from: Colour, to: Colour, share: number): Colour {
  if (share <= 0) return from;
  const part = share < 1 ? share : 1;
  const toChannel = (channel: 0 | 1 | 2): number => from[channel] + (to[channel] - from[channel]) * part;
  return [toChannel(0), toChannel(1), toChannel(2)];
}
