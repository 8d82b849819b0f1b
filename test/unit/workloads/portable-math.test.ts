import { describe, expect, it } from '@jest/globals';
import { cosineOfTurns, logarithm, sineOfTurns } from '../../../workloads/arrivals/portable-math.ts';
import { createRandom } from '../../../harness/contract/seeded-random.ts';

const random = createRandom(5);
const draws = Array.from({ length: 2000 }, () => random());

describe('the logarithm', () => {
  it.each([1, 0.5, 2 ** -53, 1 - 2 ** -53, Math.SQRT1_2, 3, 1e300, 1e-300, ...draws.slice(0, 20)])(
    'of %p is that of the engine, but for the last bits',
    (x) => {
      expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(2 ** -51 * Math.abs(Math.log(x)));
    },
  );

  it('is as good near 1, where it is small', () => {
    for (const draw of draws) {
      const x = 1 - draw * 1e-9;
      expect(Math.abs(logarithm(x) / Math.log(x) - 1)).toBeLessThanOrEqual(2 ** -51);
    }
  });
});

describe('sine and cosine of turns', () => {
  it.each([
    [0, 0, 1],
    [0.25, 1, 0],
    [0.5, 0, -1],
    [-0.25, -1, 0],
    [1 / 12, 0.5, Math.sqrt(3) / 2],
    [1e6 + 0.75, -1, 0],
  ])('of %p are %p and %p', (turns, sine, cosine) => {
    expect(Math.abs(sineOfTurns(turns) - sine)).toBeLessThanOrEqual(2 ** -51);
    expect(Math.abs(cosineOfTurns(turns) - cosine)).toBeLessThanOrEqual(2 ** -51);
  });

  it('are those of the engine, but for the last bits', () => {
    for (const draw of draws) {
      expect(Math.abs(sineOfTurns(draw) - Math.sin(2 * Math.PI * draw))).toBeLessThan(2 ** -50);
    }
  });
});
