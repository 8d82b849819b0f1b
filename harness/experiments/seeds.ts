/** Each phase has a seed of its own, so that adding an experiment does not change the arrivals of the others. */

/** FNV-1a of the phase's id, started from the scenario's seed. 32 bits. */
export function deriveSeed(seed: number, phaseId: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of phaseId) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash;
}
