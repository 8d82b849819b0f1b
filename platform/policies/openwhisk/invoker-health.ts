/**
 * Is an invoker fit to be sent work? The controller's state machine of each invoker (InvokerSupervision.scala): it
 * pings, its activations end well or not, and it is tested with activations of the controller's own.
 */

export type InvokerHealth = 'healthy' | 'unhealthy' | 'unresponsive' | 'offline';

export type ActivationResult = 'success' | 'systemError' | 'timeout';

export interface InvokerHealthState {
  readonly health: InvokerHealth;
  /** The latest results, oldest first. */
  readonly results: readonly ActivationResult[];
  /** When anything was last heard, in milliseconds of the caller's clock. */
  readonly heardAtMs: number;
  /** When the next test activation is due; undefined in a state that sends none. */
  readonly testAtMs: number | undefined;
}

/** `tick` only lets time pass. Pings come every second. */
export type InvokerEvent =
  | { readonly kind: 'ping' }
  | { readonly kind: 'finished'; readonly result: ActivationResult }
  | { readonly kind: 'tick' };

export interface InvokerHealthLimits {
  /** Silence after which an invoker is offline. */
  readonly offlineAfterMs: number;
  /** How many results are looked at. */
  readonly resultCount: number;
  /** More than so many of one kind of error among them are too many. */
  readonly toleratedErrors: number;
  readonly testEveryMs: number;
}

/** The constants of InvokerSupervision.scala. */
export const defaultHealthLimits: InvokerHealthLimits = {
  offlineAfterMs: 10_000,
  resultCount: 10,
  toleratedErrors: 3,
  testEveryMs: 60_000,
};

export type InvokerHealthReason =
  'pinged' | 'silent' | 'tooManyErrors' | 'fewErrors' | 'testDue' | 'unchanged';

export interface InvokerHealthDecision {
  readonly state: InvokerHealthState;
  /** Send a test activation now. */
  readonly isTestDue: boolean;
  readonly reason: InvokerHealthReason;
}

/** Every invoker begins unhealthy, and becomes healthy by its test activations. */
export function createInvokerHealth(
  nowMs: number,
  limits: InvokerHealthLimits = defaultHealthLimits,
): InvokerHealthState {
  return { health: 'unhealthy', results: [], heardAtMs: nowMs, testAtMs: nowMs + limits.testEveryMs };
}

const isTested = (health: InvokerHealth): boolean => health === 'unhealthy' || health === 'unresponsive';

function judge(results: readonly ActivationResult[], tolerated: number): InvokerHealth {
  const count = (kind: ActivationResult): number => results.filter((result) => result === kind).length;
  if (count('systemError') > tolerated) return 'unhealthy';
  return count('timeout') > tolerated ? 'unresponsive' : 'healthy';
}

/** Entering a tested state sends one test activation at once and then one every minute. */
function move(
  state: InvokerHealthState,
  health: InvokerHealth,
  reason: InvokerHealthReason,
  nowMs: number,
  limits: InvokerHealthLimits,
): InvokerHealthDecision {
  if (health === state.health) return { state, isTestDue: false, reason: 'unchanged' };
  const isTestDue = isTested(health);
  const testAtMs = isTestDue ? nowMs + limits.testEveryMs : undefined;
  return { state: { ...state, health, testAtMs }, isTestDue, reason };
}

function finish(
  heard: InvokerHealthState,
  result: ActivationResult,
  nowMs: number,
  limits: InvokerHealthLimits,
): InvokerHealthDecision {
  const state = { ...heard, results: [...heard.results, result].slice(-limits.resultCount) };
  const isSuccess = result === 'success';
  if (state.health === 'offline' || (state.health === 'healthy' && isSuccess)) {
    return { state, isTestDue: false, reason: 'unchanged' };
  }
  const health = judge(state.results, limits.toleratedErrors);
  const decision = move(state, health, health === 'healthy' ? 'fewErrors' : 'tooManyErrors', nowMs, limits);
  // A success of an unhealthy invoker is followed by another test, to wash the errors out of the results.
  return isSuccess && state.health === 'unhealthy' ? { ...decision, isTestDue: true } : decision;
}

function pass(state: InvokerHealthState, nowMs: number, limits: InvokerHealthLimits): InvokerHealthDecision {
  if (state.health !== 'offline' && nowMs - state.heardAtMs >= limits.offlineAfterMs) {
    return move(state, 'offline', 'silent', nowMs, limits);
  }
  if (state.testAtMs === undefined || nowMs < state.testAtMs) {
    return { state, isTestDue: false, reason: 'unchanged' };
  }
  return { state: { ...state, testAtMs: nowMs + limits.testEveryMs }, isTestDue: true, reason: 'testDue' };
}

/** The next state of an invoker after one event. */
export function decideInvokerHealth(
  state: InvokerHealthState,
  event: InvokerEvent,
  nowMs: number,
  limits: InvokerHealthLimits = defaultHealthLimits,
): InvokerHealthDecision {
  if (event.kind === 'tick') return pass(state, nowMs, limits);
  const heard = { ...state, heardAtMs: nowMs };
  if (event.kind === 'finished') return finish(heard, event.result, nowMs, limits);
  return move(heard, state.health === 'offline' ? 'unhealthy' : state.health, 'pinged', nowMs, limits);
}
