/** The life of one OpenWhisk container: the state machine of ContainerProxy.scala, without its side effects. */
import {
  type ContainerEffect,
  type ContainerEvent,
  type ContainerLife,
  type ContainerLimits,
  type ContainerReason,
  type ContainerState,
  type ContainerStep,
  defaultContainerLimits,
} from './container-events.ts';

/** One event at one instant; the parts of the machine pass it on. */
interface Turn {
  readonly life: ContainerLife;
  readonly event: ContainerEvent;
  readonly limits: ContainerLimits;
  readonly nowMs: number;
}

function step(
  { life, nowMs }: Turn,
  change: Partial<ContainerLife>,
  effects: readonly ContainerEffect[],
  reason: ContainerReason,
): ContainerStep {
  const sinceMs = change.state === undefined || change.state === life.state ? life.sinceMs : nowMs;
  return { life: { ...life, ...change, sinceMs }, effects, reason };
}

const defer = (turn: Turn): ContainerStep => step(turn, {}, ['defer'], 'notNow');
const ignore = (turn: Turn): ContainerStep => step(turn, {}, [], 'nothingToDo');

/** The container goes. What waits in it is aborted, or sent back to the pool to run elsewhere. */
function destroy(
  turn: Turn,
  change: Partial<ContainerLife>,
  how: { readonly aborts?: boolean; readonly replaces?: boolean },
  reason: ContainerReason,
): ContainerStep {
  const { life } = turn;
  const isLeaving = change.isLeaving ?? life.isLeaving;
  const told: ContainerEffect[] = [isLeaving ? 'forget' : 'removed'];
  if (!isLeaving && how.replaces !== false) told.push('replace');
  if (life.buffered > 0) told.push(how.aborts === true ? 'abortBuffered' : 'sendBackBuffered');
  if (life.state === 'paused') told.push('resume');
  return step(turn, { ...change, state: 'removing', buffered: 0 }, [...told, 'destroy'], reason);
}

function whenUninitialized(turn: Turn): ContainerStep {
  if (turn.event === 'start') return step(turn, { state: 'starting' }, ['create'], 'stemCell');
  if (turn.event !== 'run') return ignore(turn);
  return step(turn, { state: 'running', active: 1 }, ['create', 'initialize', 'run'], 'coldStart');
}

function whenStarting(turn: Turn): ContainerStep {
  if (turn.event === 'created') {
    return step(turn, { state: 'started', content: 'prewarmed' }, ['needWork'], 'stemCellReady');
  }
  if (turn.event === 'failed') {
    return step(turn, { state: 'removed' }, ['removed', 'replace'], 'creationFailed');
  }
  return turn.event === 'tick' ? ignore(turn) : defer(turn);
}

function whenStarted(turn: Turn): ContainerStep {
  if (turn.event === 'run') {
    return step(
      turn,
      { state: 'running', active: turn.life.active + 1 },
      ['initialize', 'run'],
      'stemCellTaken',
    );
  }
  if (turn.event === 'remove') return destroy(turn, {}, { replaces: false }, 'poolRemoves');
  return turn.event === 'failed' || turn.event === 'unhealthy'
    ? destroy(turn, {}, {}, 'stemCellFailed')
    : ignore(turn);
}

/** Lets as many in as there is room for. */
function drain(turn: Turn, active: number): ContainerStep {
  const { life, limits } = turn;
  const room = limits.maxConcurrent - active;
  const entering = Math.min(room, life.buffered);
  const effects: ContainerEffect[] = Array.from({ length: entering }, () => 'run');
  const change = {
    content: 'warmed' as const,
    active: active + entering,
    buffered: life.buffered - entering,
  };
  return step(turn, change, effects, entering > 0 ? 'bufferDrained' : 'initialized');
}

function endRun(turn: Turn): ContainerStep {
  const { life, limits } = turn;
  const active = life.active - 1;
  const hasMore = life.buffered > 0;
  const drained = drain(turn, active);
  const isRoomy = limits.maxConcurrent - active > life.buffered;
  const effects: ContainerEffect[] = isRoomy ? [...drained.effects, 'needWork'] : [...drained.effects];
  const state = !hasMore && active === 0 ? 'ready' : 'running';
  return step(turn, { ...drained.life, state }, effects, hasMore ? 'bufferDrained' : 'runEnded');
}

function failInRun(turn: Turn): ContainerStep {
  const { life } = turn;
  const active = life.active - 1;
  switch (life.content) {
    case 'none': {
      const effects: ContainerEffect[] = ['removed', 'replace'];
      if (life.buffered > 0) effects.push('abortBuffered');
      return step(
        turn,
        { state: 'removed', active, buffered: 0, isLeaving: true },
        effects,
        'creationFailed',
      );
    }
    case 'prewarmed':
      return destroy(turn, { active }, { aborts: true }, 'initFailed');
    case 'warmed':
      return active === 0
        ? destroy(turn, { active }, {}, 'runFailed')
        : step(turn, { active, state: 'removing', isLeaving: true }, [], 'othersRun');
  }
}

function enterRunning(turn: Turn): ContainerStep {
  const { life, limits } = turn;
  if (life.isLeaving) return defer(turn);
  if (life.content !== 'warmed' || life.active >= limits.maxConcurrent) {
    return step(turn, { buffered: life.buffered + 1 }, [], 'full');
  }
  return step(turn, { active: life.active + 1 }, ['run'], 'hasCapacity');
}

/** The activation whose container could not be reached is sent back; it still counts, as nothing more is heard of it. */
function runElsewhere(turn: Turn): ContainerStep {
  const gone = destroy(turn, { isLeaving: true }, {}, 'unhealthy');
  return { ...gone, effects: ['sendBack', ...gone.effects] };
}

function whenRunning(turn: Turn): ContainerStep {
  switch (turn.event) {
    case 'created':
      return step(turn, { content: 'prewarmed' }, [], 'created');
    case 'initialized':
      return drain(turn, turn.life.active);
    case 'run':
      return enterRunning(turn);
    case 'runEnded':
      return endRun(turn);
    case 'failed':
      return failInRun(turn);
    case 'unhealthy':
      return turn.life.content === 'warmed' ? runElsewhere(turn) : failInRun(turn);
    case 'tick':
      return ignore(turn);
    case 'start':
    case 'paused':
    case 'remove':
    case 'destroyed':
      return defer(turn);
  }
}

function whenReady(turn: Turn): ContainerStep {
  const { event, life, limits, nowMs } = turn;
  if (event === 'run') return step(turn, { state: 'running', active: life.active + 1 }, ['run'], 'warmStart');
  if (event === 'remove') return destroy(turn, {}, {}, 'poolRemoves');
  if (event === 'failed' || event === 'unhealthy') return destroy(turn, {}, {}, 'unhealthy');
  const isOver = event === 'tick' && nowMs - life.sinceMs >= limits.pauseGraceMs;
  return isOver ? step(turn, { state: 'pausing' }, ['pause'], 'pauseGraceOver') : ignore(turn);
}

function whenPausing(turn: Turn): ContainerStep {
  if (turn.event === 'paused') return step(turn, { state: 'paused' }, [], 'paused');
  if (turn.event === 'failed') return destroy(turn, {}, {}, 'pauseFailed');
  return turn.event === 'tick' ? ignore(turn) : defer(turn);
}

function whenPaused(turn: Turn): ContainerStep {
  const { event, life, limits, nowMs } = turn;
  if (event === 'run') {
    return step(turn, { state: 'running', active: life.active + 1 }, ['resume', 'run'], 'warmStart');
  }
  if (event === 'remove') return destroy(turn, { isLeaving: true }, {}, 'poolRemoves');
  const isOver = event === 'tick' && nowMs - life.sinceMs >= limits.idleTimeoutMs;
  return isOver ? destroy(turn, { isLeaving: true }, {}, 'idleTimeout') : ignore(turn);
}

function whenRemoving(turn: Turn): ContainerStep {
  const { event, life } = turn;
  if (event === 'run') return step(turn, {}, ['sendBack'], 'leaving');
  if (event === 'destroyed') return step(turn, { state: 'removed' }, [], 'destroyed');
  if (event !== 'runEnded' && event !== 'failed') return ignore(turn);
  const active = life.active - 1;
  return active === 0
    ? destroy(turn, { active }, {}, 'lastRunEnded')
    : step(turn, { active }, [], 'othersRun');
}

const machine: Record<ContainerState, (turn: Turn) => ContainerStep> = {
  uninitialized: whenUninitialized,
  starting: whenStarting,
  started: whenStarted,
  running: whenRunning,
  ready: whenReady,
  pausing: whenPausing,
  paused: whenPaused,
  removing: whenRemoving,
  removed: (turn) => (turn.event === 'run' ? step(turn, {}, ['sendBack'], 'leaving') : ignore(turn)),
};

/**
 * What one event makes of a container. A failed initialisation aborts the activations that wait in it; a failed run of
 * a warm container destroys it, and what waits is sent back.
 */
export function stepContainer(
  life: ContainerLife,
  event: ContainerEvent,
  nowMs: number,
  limits: ContainerLimits = defaultContainerLimits,
): ContainerStep {
  return machine[life.state]({ life, event, limits, nowMs });
}
