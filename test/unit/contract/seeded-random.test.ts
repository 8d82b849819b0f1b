import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../harness/contract/seeded-random.ts';

describe('the seeded generator', () => {
  it('is uniform in [0, 1): mean and ten equal classes', () => {
    const random = createRandom(2026);
    const classes = Array.from({ length: 10 }, () => 0);
    const n = 100_000;
    let sum = 0;
    for (let drawn = 0; drawn < n; drawn++) {
      const value = random();
      sum += value;
      const at = Math.floor(value * 10);
      classes[at] = (classes[at] ?? 0) + 1;
    }
    expect(Math.abs(sum / n - 0.5)).toBeLessThan(0.004);
    const chiSquare = classes.reduce((total, count) => total + (count - n / 10) ** 2 / (n / 10), 0);
    // 0.1 % point of chi-square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.9);
  });

  it('tells large seeds apart that share their low 32 bits', () => {
    expect(createRandom(1)()).not.toBe(createRandom(1 + 2 ** 32)());
  });
});
