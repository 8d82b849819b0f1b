/** The container pool of an OpenWhisk invoker over time: what each event makes of its state (ContainerPool.scala). */
import { chooseContainer, type ContainerDecision, hasPoolRoom } from './container-choice.ts';
import { findPrewarmConfig, type PoolSettings } from './pool-settings.ts';
import {
  type ColdStartCount,
  isSameRuntime,
  type PoolContainer,
  type PoolRun,
  type PoolState,
} from './pool-state.ts';

export interface PoolStep {
  readonly state: PoolState;
  readonly decision: ContainerDecision;
  /** The container that runs the activation; undefined when it waits in the buffer. */
  readonly container: number | undefined;
}

export interface PoolChange {
  readonly state: PoolState;
  /** What became of waiting activations, in their order. */
  readonly resumed: readonly PoolStep[];
}

function toContainer(
  id: number,
  phase: 'warming' | 'warmingCold',
  run: PoolRun,
  nowMs: number,
): PoolContainer {
  const { namespace, action, memoryMiB, maxConcurrent } = run;
  return { id, phase, namespace, action, memoryMiB, maxConcurrent, active: 1, lastUsedMs: nowMs };
}

/** Starts a stem cell if there is room for it. */
export function startPrewarm(
  state: PoolState,
  wanted: { readonly kind: string; readonly memoryMiB: number },
  settings: PoolSettings,
): PoolState {
  const { kind, memoryMiB } = wanted;
  if (settings.prewarmMemory === 'inPool' && !hasPoolRoom(state, memoryMiB, settings)) return state;
  const ttlMs = findPrewarmConfig(settings, wanted)?.reactive?.ttlMs;
  const starting = [...state.starting, { id: state.nextId, kind, memoryMiB, ttlMs }];
  return { ...state, starting, nextId: state.nextId + 1 };
}

/** Only of runtimes that have stem cells. */
function countColdStart(
  counts: readonly ColdStartCount[],
  run: PoolRun,
  settings: PoolSettings,
): readonly ColdStartCount[] {
  if (findPrewarmConfig(settings, run) === undefined) return counts;
  const { kind, memoryMiB } = run;
  const count = (counts.find((seen) => isSameRuntime(seen, run))?.count ?? 0) + 1;
  return [...counts.filter((seen) => !isSameRuntime(seen, run)), { kind, memoryMiB, count }];
}

function without<T extends { readonly id: number }>(
  list: readonly T[],
  ids: readonly number[],
): readonly T[] {
  return list.filter(({ id }) => !ids.includes(id));
}

function addActivation(state: PoolState, id: number, nowMs: number): PoolState {
  const containers = state.containers.map((container) =>
    container.id === id ? { ...container, active: container.active + 1, lastUsedMs: nowMs } : container,
  );
  return { ...state, containers };
}

function takePrewarm(
  state: PoolState,
  id: number,
  evicted: readonly number[],
  run: PoolRun,
  settings: PoolSettings,
  nowMs: number,
): PoolState {
  const containers = [...without(state.containers, evicted), toContainer(id, 'warming', run, nowMs)];
  return startPrewarm({ ...state, containers, prewarmed: without(state.prewarmed, [id]) }, run, settings);
}

function createContainer(
  state: PoolState,
  evicted: readonly number[],
  run: PoolRun,
  settings: PoolSettings,
  nowMs: number,
): PoolState {
  const created = toContainer(state.nextId, 'warmingCold', run, nowMs);
  const containers = [...without(state.containers, evicted), created];
  const coldStarts = countColdStart(state.coldStarts, run, settings);
  return { ...state, containers, coldStarts, nextId: state.nextId + 1 };
}

function place(state: PoolState, run: PoolRun, settings: PoolSettings, nowMs: number): PoolStep {
  const decision = chooseContainer(state, run, settings, nowMs);
  switch (decision.kind) {
    case 'use':
      return {
        decision,
        container: decision.container,
        state: addActivation(state, decision.container, nowMs),
      };
    case 'takePrewarm': {
      const { container, evicted } = decision;
      return { decision, container, state: takePrewarm(state, container, evicted, run, settings, nowMs) };
    }
    case 'create': {
      const next = createContainer(state, decision.evicted, run, settings, nowMs);
      return { decision, container: state.nextId, state: next };
    }
    case 'buffer':
      return { decision, container: undefined, state };
  }
}

/** An activation arrives. Behind others that wait it waits too, whatever it needs. */
export function runInPool(state: PoolState, run: PoolRun, settings: PoolSettings, nowMs: number): PoolStep {
  const step: PoolStep =
    state.buffer.length > 0
      ? { state, decision: { kind: 'buffer', reason: 'othersWait' }, container: undefined }
      : place(state, run, settings, nowMs);
  if (step.decision.kind !== 'buffer') return step;
  return { ...step, state: { ...state, buffer: [...state.buffer, run] } };
}

/** Runs what waits, in order, until the first that finds no place. */
function resume(from: PoolState, settings: PoolSettings, nowMs: number): PoolChange {
  let state = from;
  const resumed: PoolStep[] = [];
  for (let run = state.buffer[0]; run !== undefined; run = state.buffer[0]) {
    const step = place(state, run, settings, nowMs);
    if (step.container === undefined) break;
    state = { ...step.state, buffer: step.state.buffer.slice(1) };
    resumed.push({ ...step, state });
  }
  return { state, resumed };
}

/** An activation in a container has ended and the container can be used again: it is warm from now on. */
export function finishInPool(
  state: PoolState,
  container: number,
  settings: PoolSettings,
  nowMs: number,
): PoolChange {
  const containers = state.containers.map((seen) =>
    seen.id === container ? { ...seen, phase: 'warm' as const, active: Math.max(0, seen.active - 1) } : seen,
  );
  return resume({ ...state, containers }, settings, nowMs);
}

/** A container, or a stem cell, is gone. The caller decides with `adjustPrewarms` about a replacement. */
export function removeFromPool(
  state: PoolState,
  container: number,
  settings: PoolSettings,
  nowMs: number,
): PoolChange {
  return resume(forgetInPool(state, container), settings, nowMs);
}

/** As `removeFromPool`, but what waits stays where it is: the container sends its own activations back. */
export function forgetInPool(state: PoolState, container: number): PoolState {
  return {
    ...state,
    containers: without(state.containers, [container]),
    prewarmed: without(state.prewarmed, [container]),
    starting: without(state.starting, [container]),
  };
}

/** A stem cell that was being started is there. */
export function readyPrewarm(state: PoolState, container: number, nowMs: number): PoolState {
  const started = state.starting.find(({ id }) => id === container);
  if (started === undefined) return state;
  const { id, kind, memoryMiB, ttlMs } = started;
  const expiresAtMs = ttlMs === undefined ? undefined : nowMs + ttlMs;
  return {
    ...state,
    starting: without(state.starting, [container]),
    prewarmed: [...state.prewarmed, { id, kind, memoryMiB, expiresAtMs }],
  };
}
