/**
 * Seeded random numbers: the same on every machine, so that a schedule can be repeated exactly. The generator is
 * sfc32 (C. Doty-Humphrey, PractRand), seeded through splitmix32; quick, and good far beyond what a schedule needs.
 */

/** Uniform numbers in [0, 1) with 53 random bits. */
export type Random = () => number;

/** @param seed - any integer; only its low 53 bits count. */
export function createRandom(seed: number): Random {
  const mix = splitMix32((seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32) >>> 0, 0x9e3779b1));
  let a = mix();
  let b = mix();
  let c = mix();
  let counter = 1;

  const next = (): number => {
    const result = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + result;
    return result >>> 0;
  };
  // The first outputs still carry the structure of the seed.
  for (let round = 0; round < 12; round++) next();
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

function splitMix32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
