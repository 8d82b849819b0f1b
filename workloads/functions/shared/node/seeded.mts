/** What is random in an input: the same in every language, since it is made of whole numbers below 2^53. */

/** A whole number from 0 to `limit` - 1; `limit` is at most 2^21. */
export type Below = (limit: number) => number;

// They are called for every number: looking them up each time shows.
const { floor, imul } = Math;

/** The linear congruential generator of "Numerical Recipes", modulo 2^32; its high bits are the random ones. */
export function createRandom(seed: number): Below {
  let state = seed >>> 0;
  return (limit) => {
    state = (imul(state, 1664525) + 1013904223) >>> 0;
    return floor((state * limit) / 2 ** 32);
  };
}

const letters = 'abcdefghijklmnopqrstuvwxyz012345';

/** ASCII text of so many characters. */
export function toText(length: number, seed: number): string {
  const below = createRandom(seed);
  const text = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; at++) text[at] = letters.charCodeAt(below(letters.length));
  return text.toString('latin1');
}
