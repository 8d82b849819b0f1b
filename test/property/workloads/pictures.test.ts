import { describe, expect, it } from '@jest/globals';
import { fromPng, type Picture, toPng } from '../../../workloads/functions/shared/node/png.mts';
import { shrink } from '../../../workloads/functions/thumbnail/node/function.mts';
import { fc } from '../../support/property.ts';

const side = fc.integer({ min: 1, max: 20 });
const picture: fc.Arbitrary<Picture> = fc
  .tuple(side, side)
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((pixels) => ({ width, height, pixels })),
  );

describe('a PNG picture', () => {
  it('is read as it was written, by every filter', () => {
    fc.assert(fc.property(picture, (drawn) => expect(fromPng(toPng(drawn))).toEqual(drawn)));
  });
});

describe('a thumbnail', () => {
  const channel = ({ pixels }: Picture, at: number): Uint8Array =>
    pixels.filter((_, place) => place % 3 === at);
  const mean = (values: Uint8Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('has the proportions of its picture, and nothing brighter or darker than that', () => {
    fc.assert(
      fc.property(picture, side, (drawn, width) => {
        const small = shrink(drawn, width);
        expect(small.width).toBe(width);
        expect(
          Math.abs(small.height - Math.max(1, (drawn.height * width) / drawn.width)),
        ).toBeLessThanOrEqual(0.5);
        for (const at of [0, 1, 2]) {
          const [from, to] = [channel(drawn, at), channel(small, at)];
          expect(Math.max(...to)).toBeLessThanOrEqual(Math.max(...from));
          expect(Math.min(...to)).toBeGreaterThanOrEqual(Math.min(...from));
        }
      }),
    );
  });

  it('is as bright as its picture where each pixel stands for as many', () => {
    fc.assert(
      fc.property(picture, (drawn) => {
        const one = shrink(drawn, 1);
        if (one.height > 1) return;
        for (const at of [0, 1, 2]) {
          expect(Math.abs(mean(channel(one, at)) - mean(channel(drawn, at)))).toBeLessThanOrEqual(0.5);
        }
      }),
    );
  });
});
