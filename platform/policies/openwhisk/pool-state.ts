/** What an OpenWhisk invoker's container pool knows (ContainerPool.scala). Immutable. */

/** `warmingCold`: starts and initialises for its first activation; `warming`: a stem cell that initialises. */
export type ContainerPhase = 'warm' | 'warming' | 'warmingCold';

/** A container that belongs to an action of a namespace. */
export interface PoolContainer {
  readonly id: number;
  readonly phase: ContainerPhase;
  readonly namespace: string;
  /** Whatever tells one revision of an action from every other. */
  readonly action: string;
  readonly memoryMiB: number;
  readonly maxConcurrent: number;
  /** Activations in it now. */
  readonly active: number;
  /** When it last took an activation. */
  readonly lastUsedMs: number;
}

/** A stem cell: a started runtime without code. */
export interface PrewarmedContainer {
  readonly id: number;
  readonly kind: string;
  readonly memoryMiB: number;
  /** Undefined when it stays for ever. */
  readonly expiresAtMs: number | undefined;
}

/** A stem cell that is being started; its life begins when it is there. */
export interface StartingPrewarm {
  readonly id: number;
  readonly kind: string;
  readonly memoryMiB: number;
  readonly ttlMs: number | undefined;
}

/** One activation to run. */
export interface PoolRun {
  readonly namespace: string;
  readonly action: string;
  /** Runtime, for example `nodejs:20`. */
  readonly kind: string;
  readonly memoryMiB: number;
  readonly maxConcurrent: number;
}

/** Cold starts of a kind and memory size since prewarms were last adjusted. */
export interface ColdStartCount {
  readonly kind: string;
  readonly memoryMiB: number;
  readonly count: number;
}

export interface PoolState {
  readonly containers: readonly PoolContainer[];
  readonly prewarmed: readonly PrewarmedContainer[];
  readonly starting: readonly StartingPrewarm[];
  /** Activations that found no place, first come first served. */
  readonly buffer: readonly PoolRun[];
  readonly coldStarts: readonly ColdStartCount[];
  /** Of the next container. */
  readonly nextId: number;
}

export const emptyPool: PoolState = {
  containers: [],
  prewarmed: [],
  starting: [],
  buffer: [],
  coldStarts: [],
  nextId: 0,
};

/** Is there room for another activation in it? OpenWhisk calls such containers the free pool. */
export function hasContainerCapacity(container: PoolContainer): boolean {
  return container.active < container.maxConcurrent;
}

export function sumMemoryMiB(containers: readonly { readonly memoryMiB: number }[]): number {
  return containers.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
}

/** Is this of the kind and memory size that is asked for? Both must be exactly the same. */
export function isSameRuntime(
  a: { readonly kind: string; readonly memoryMiB: number },
  b: { readonly kind: string; readonly memoryMiB: number },
): boolean {
  return a.kind === b.kind && a.memoryMiB === b.memoryMiB;
}
