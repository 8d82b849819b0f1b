/** When the community edition of OpenFaaS wants more replicas: the alert rule of its Prometheus. */

export interface AlertRule {
  /** Successful invocations a second of one function, over the last 10 s, above which it is pending. */
  readonly ratePerSecond: number;
  /** How long it is pending before it fires. */
  readonly forMs: number;
  /** How often a firing alert is sent again. */
  readonly repeatMs: number;
}

/** Chart of OpenFaaS: more than 5 a second for 5 s; Alertmanager repeats after 30 s. */
export const defaultAlertRule: AlertRule = { ratePerSecond: 5, forMs: 5000, repeatMs: 30_000 };

export type AlertState =
  | { readonly kind: 'inactive' }
  | { readonly kind: 'pending'; readonly sinceMs: number }
  | { readonly kind: 'firing'; readonly sentAtMs: number };

export const inactiveAlert: AlertState = { kind: 'inactive' };

export type AlertReason =
  'rateLow' | 'rateHigh' | 'rateHighForLong' | 'repeated' | 'alreadySent' | 'rateLowAgain';

export interface AlertDecision {
  readonly state: AlertState;
  /** What the gateway is sent now, if anything. */
  readonly send: 'firing' | 'resolved' | undefined;
  readonly reason: AlertReason;
}

function decideLow(state: AlertState): AlertDecision {
  return state.kind === 'firing'
    ? { state: inactiveAlert, send: 'resolved', reason: 'rateLowAgain' }
    : { state: inactiveAlert, send: undefined, reason: 'rateLow' };
}

function decideFiring(
  state: { readonly kind: 'firing'; readonly sentAtMs: number },
  nowMs: number,
  rule: AlertRule,
): AlertDecision {
  return nowMs - state.sentAtMs >= rule.repeatMs
    ? { state: { kind: 'firing', sentAtMs: nowMs }, send: 'firing', reason: 'repeated' }
    : { state, send: undefined, reason: 'alreadySent' };
}

/**
 * One evaluation of the rule.
 *
 * @param ratePerSecond - invocations of one function answered with 200, over the last 10 s.
 */
export function decideAlert(
  state: AlertState,
  ratePerSecond: number,
  nowMs: number,
  rule: AlertRule = defaultAlertRule,
): AlertDecision {
  if (!(ratePerSecond > rule.ratePerSecond)) return decideLow(state);
  if (state.kind === 'firing') return decideFiring(state, nowMs, rule);
  const sinceMs = state.kind === 'pending' ? state.sinceMs : nowMs;
  return nowMs - sinceMs >= rule.forMs
    ? { state: { kind: 'firing', sentAtMs: nowMs }, send: 'firing', reason: 'rateHighForLong' }
    : { state: { kind: 'pending', sinceMs }, send: undefined, reason: 'rateHigh' };
}
