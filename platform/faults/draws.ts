/**
 * Random numbers that depend on nothing but what they are for: the n-th invocation of a function draws the same on
 * every run with the same seed, whatever runs beside it.
 */
import type { Random } from '../simulation/durations.ts';

/** @param what - seed, stream, rule, stage and number: everything that the draws belong to. */
export function createDraws(...what: readonly (string | number)[]): Random {
  const text = what.join('\0');
  return smallFastCounter([1, 2, 3, 4].map((salt) => hash(text, salt)));
}

/** FNV-1a with a final mix (the finalizer of MurmurHash3), 32 bits. */
function hash(text: string, salt: number): number {
  let value = Math.imul(salt, 0x9e3779b1) ^ 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** sfc32 of PractRand (Chris Doty-Humphrey). */
function smallFastCounter([a = 0, b = 0, c = 0, counter = 0]: readonly number[]): Random {
  let [x, y, z, n] = [a, b, c, counter];
  return () => {
    const sum = (((x + y) | 0) + n) | 0;
    n = (n + 1) | 0;
    x = y ^ (y >>> 9);
    y = (z + (z << 3)) | 0;
    z = ((z << 21) | (z >>> 11)) + sum;
    z |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
