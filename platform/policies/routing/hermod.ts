/**
 * Hermod's hybrid load balancing (SoCC 2022): pack invocations on busy workers that have a warm instance while there
 * are cores left, and spread them by load when there are none. As in dslab's hermod.rs.
 */

export interface HermodWorker {
  readonly cores: number;
  /** Invocations that run or wait on it. */
  readonly invocations: number;
  /** Busy cores; the number of invocations where that is not known. */
  readonly load: number;
  /** Has it an idle warm instance of the function? */
  readonly isWarm: boolean;
  /** Is there memory for another instance? */
  readonly hasMemory: boolean;
}

export interface HermodSettings {
  /** Compares the number of invocations with the cores instead of the load. Default true. */
  readonly usesInvocationCount: boolean;
  /** Passes over a worker on which the invocation would have to wait for memory. Default false. */
  readonly avoidsQueueing: boolean;
  /** Of equally loaded workers takes a warm one. Default true. */
  readonly prefersWarm: boolean;
}

export const hermodSettings: HermodSettings = {
  usesInvocationCount: true,
  avoidsQueueing: false,
  prefersWarm: true,
};

export type HermodReason =
  'busyAndWarm' | 'busyAndCold' | 'emptyAndWarm' | 'emptyAndCold' | 'leastLoaded' | 'noWorker';

export interface HermodDecision {
  /** Index of the worker; -1 without workers. */
  readonly index: number;
  readonly reason: HermodReason;
}

const reasons = ['emptyAndCold', 'emptyAndWarm', 'busyAndCold', 'busyAndWarm'] as const;

function toLoad(worker: HermodWorker, { usesInvocationCount }: HermodSettings): number {
  return usesInvocationCount ? worker.invocations : worker.load;
}

/** -1 for one on which nothing can run at once. */
function toPriority(worker: HermodWorker, { avoidsQueueing }: HermodSettings): number {
  if (!worker.isWarm && avoidsQueueing && !worker.hasMemory) return -1;
  return (worker.invocations > 0 ? 2 : 0) + (worker.isWarm ? 1 : 0);
}

function isBetter(worker: HermodWorker, than: HermodWorker, settings: HermodSettings): boolean {
  const difference = toLoad(worker, settings) - toLoad(than, settings);
  return difference < 0 || (difference === 0 && settings.prefersWarm && worker.isWarm && !than.isWarm);
}

function chooseLeastLoaded(workers: readonly HermodWorker[], settings: HermodSettings): HermodDecision {
  let index = -1;
  for (let at = 0; at < workers.length; at++) {
    const best = workers[index];
    if (best === undefined || isBetter(workers[at] as HermodWorker, best, settings)) index = at;
  }
  return { index, reason: index === -1 ? 'noWorker' : 'leastLoaded' };
}

/** Of equal workers the first. O(workers). */
export function chooseHermodWorker(
  workers: readonly HermodWorker[],
  settings: HermodSettings = hermodSettings,
): HermodDecision {
  let index = -1;
  let priority = -1;
  for (let at = 0; at < workers.length; at++) {
    const worker = workers[at] as HermodWorker;
    if (toLoad(worker, settings) >= worker.cores) continue;
    const own = toPriority(worker, settings);
    if (own > priority) [index, priority] = [at, own];
  }
  const reason = reasons[priority];
  return reason === undefined ? chooseLeastLoaded(workers, settings) : { index, reason };
}
