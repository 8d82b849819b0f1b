/** How large an OpenWhisk invoker's pool is, and which stem cells it keeps ready. */
import { isSameRuntime } from './pool-state.ts';

export interface ReactivePrewarm {
  readonly minCount: number;
  readonly maxCount: number;
  /** Life of a stem cell that nobody takes. */
  readonly ttlMs: number;
  /** So many cold starts within one check interval ... */
  readonly threshold: number;
  /** ... ask for so many stem cells. */
  readonly increment: number;
}

export interface PrewarmConfig {
  readonly kind: string;
  readonly memoryMiB: number;
  /** Stem cells at the start, and always when nothing is reactive. */
  readonly initialCount: number;
  readonly reactive?: ReactivePrewarm;
}

export interface PoolSettings {
  readonly userMemoryMiB: number;
  readonly prewarms: readonly PrewarmConfig[];
  /** Most expired stem cells removed at one check. */
  readonly prewarmExpirationLimit: number;
  /**
   * `inPool`: stem cells count as memory of the pool, and one that is there may be taken without asking for room (the
   * code since 2020). `besidePool`: they do not count, and taking one needs room (the code before).
   */
  readonly prewarmMemory: 'inPool' | 'besidePool';
  /**
   * OpenWhisk evicts at most what its free pool holds, and then creates the container though it may not fit. False
   * keeps such an activation waiting instead, so that the pool's memory is never exceeded.
   */
  readonly mayOvercommit: boolean;
}

/** application.conf of the invoker and the stem cells of ansible/files/runtimes.json. */
export const defaultPoolSettings: PoolSettings = {
  userMemoryMiB: 1024,
  prewarms: [
    {
      kind: 'nodejs:20',
      memoryMiB: 256,
      initialCount: 2,
      reactive: { minCount: 1, maxCount: 4, ttlMs: 120_000, threshold: 1, increment: 1 },
    },
  ],
  prewarmExpirationLimit: 100,
  prewarmMemory: 'inPool',
  mayOvercommit: false,
};

/** When prewarms are checked: every 10 minutes and up to 10 s more (application.conf of the invoker). */
export const defaultPrewarmCheck: { readonly intervalMs: number; readonly varianceMs: number } = {
  intervalMs: 600_000,
  varianceMs: 10_000,
};

export function findPrewarmConfig(
  settings: PoolSettings,
  wanted: { readonly kind: string; readonly memoryMiB: number },
): PrewarmConfig | undefined {
  return settings.prewarms.find((config) => isSameRuntime(config, wanted));
}
