import { describe, expect, it } from '@jest/globals';
import { createRandom, toText } from '../../../workloads/functions/shared/node/seeded.mts';
import { fc } from '../../support/property.ts';

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const limit = fc.integer({ min: 1, max: 2 ** 21 });

describe('what is random in an input', () => {
  it('is what whole numbers of any size give: the same in every language', () => {
    fc.assert(
      fc.property(seed, fc.array(limit, { minLength: 1, maxLength: 50 }), (from, limits) => {
        const below = createRandom(from);
        let state = BigInt(from);
        for (const most of limits) {
          state = (state * 1664525n + 1013904223n) % 2n ** 32n;
          expect(below(most)).toBe(Number((state * BigInt(most)) / 2n ** 32n));
        }
      }),
    );
  });

  it('begins alike in a shorter and in a longer text', () => {
    fc.assert(
      fc.property(seed, fc.nat(200), fc.nat(200), (from, length, more) => {
        const text = toText(length + more, from);
        expect(text).toHaveLength(length + more);
        expect(text.startsWith(toText(length, from))).toBe(true);
      }),
    );
  });
});
