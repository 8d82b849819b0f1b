/** OpenWhisk's containers that are made before anybody knows for which action. */
import { defaultPoolSettings } from '../../openwhisk/pool-settings.ts';

export interface StemCells {
  /** Takes one of exactly this size, if one is ready; another one is then made. */
  take(memoryMiB: number, nowMs: number): boolean;
}

/** Ours: how long it takes to make another one. */
const makingMs = 1000;

/** Those of the pool's default settings. */
export function createStemCells(): StemCells {
  /** By size, when each is ready. */
  const readyAtMs = new Map<number, number[]>();
  for (const { memoryMiB, initialCount } of defaultPoolSettings.prewarms) {
    readyAtMs.set(
      memoryMiB,
      Array.from({ length: initialCount }, () => -Infinity),
    );
  }
  return {
    take(memoryMiB, nowMs) {
      const cells = readyAtMs.get(memoryMiB);
      const index = cells?.findIndex((atMs) => atMs <= nowMs) ?? -1;
      if (cells === undefined || index === -1) return false;
      cells[index] = nowMs + makingMs;
      return true;
    },
  };
}
