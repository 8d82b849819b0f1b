/** Which declared faults one invocation, start or event meets: pure. */
import { createDraw, type DurationLaw, type Random } from '../simulation/durations.ts';
import type { DelayStage, FaultKind, FaultRule, skewedClocks } from './fault-rule.ts';

/** Where faults are met; each counts for itself. */
export type FaultStage =
  /** An invocation has come. */
  | 'arrival'
  /** Its request and its answer travel. */
  | 'transfer'
  /** An instance is started. */
  | 'start'
  /** An instance is given an event. */
  | 'run'
  /** An asynchronous event was taken. */
  | 'event'
  /** The gateway answers. */
  | 'reply';

/** A rule that is met, with what was drawn. */
export type Fault = { readonly rule: number } & (
  | { readonly kind: 'delay'; readonly stage: DelayStage; readonly ms: number }
  | { readonly kind: 'crash'; readonly when: 'before' | 'during' | 'after'; readonly afterMs: number }
  | { readonly kind: 'refuseStart' | 'loseEvent' | 'doubleEvent' }
  | { readonly kind: 'throttle'; readonly reason: string; readonly retryAfterMs: number }
  | { readonly kind: 'freeze'; readonly afterMs: number; readonly ms: number }
  | {
      readonly kind: 'slowNetwork';
      readonly direction: 'request' | 'answer' | 'both';
      readonly latencyMs: number;
      readonly bytesPerSecond: number | undefined;
    }
  | { readonly kind: 'clockSkew'; readonly of: (typeof skewedClocks)[number]; readonly ms: number }
);

/** Of a rule, by its place in the list. */
export interface FaultsSeen {
  /** Since its declaration took effect. */
  elapsedMs(rule: number): number;
  /** How often it has been injected so far. */
  injected(rule: number): number;
}

/**
 * @param draws - the random numbers of a rule, by its place in the list: for this one meeting alone.
 * @returns the faults in the order in which they are declared.
 */
export function decideFaults(
  declared: readonly FaultRule[],
  stage: FaultStage,
  seen: FaultsSeen,
  draws: (rule: number) => Random,
): Fault[] {
  return declared.flatMap(({ fault, probability, fromMs, untilMs, most }, rule) => {
    if (stageOf(fault) !== stage) return [];
    const elapsedMs = seen.elapsedMs(rule);
    if (elapsedMs < fromMs || elapsedMs >= untilMs || seen.injected(rule) >= most) return [];
    const random = draws(rule);
    return random() < probability ? [{ rule, ...draw(fault, random) }] : [];
  });
}

export function stageOf(fault: FaultKind): FaultStage {
  switch (fault.kind) {
    case 'delay':
      return stageOfDelay[fault.stage];
    case 'throttle':
      return 'arrival';
    case 'slowNetwork':
      return 'transfer';
    case 'refuseStart':
      return 'start';
    case 'crash':
    case 'freeze':
      return 'run';
    case 'loseEvent':
    case 'doubleEvent':
      return 'event';
    case 'clockSkew':
      return fault.of === 'instance' ? 'start' : 'reply';
  }
}

const stageOfDelay: Readonly<Record<DelayStage, FaultStage>> = {
  placement: 'arrival',
  sandbox: 'start',
  runtime: 'start',
  code: 'start',
  handler: 'run',
  answer: 'arrival',
};

type Drawn<One> = One extends unknown ? Omit<One, 'rule'> : never;

function draw(fault: FaultKind, random: Random): Drawn<Fault> {
  const once = (law: DurationLaw): number => createDraw(law, random)();
  switch (fault.kind) {
    case 'delay':
      return { ...fault, ms: once(fault.ms) };
    case 'crash':
      return { ...fault, afterMs: once(fault.afterMs) };
    case 'freeze':
      return { ...fault, afterMs: once(fault.afterMs), ms: once(fault.ms) };
    case 'slowNetwork':
      return { ...fault, latencyMs: once(fault.latencyMs) };
    case 'clockSkew':
      return { ...fault, ms: once(fault.ms) };
    case 'refuseStart':
    case 'throttle':
    case 'loseEvent':
    case 'doubleEvent':
      return fault;
  }
}
