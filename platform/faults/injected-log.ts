/** What was injected: the truth that a measurement is held against. Counts of everything, and the last ones one by one. */
import type { Fault } from './decide-faults.ts';

/** As `/admin/faults/injected` shows it. */
export interface InjectedFault {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: Fault['kind'];
  /** Path of the rule in the declaration: `faults[0]`, `functions.hello[1]`. */
  readonly rule: string;
  /** Null for what belongs to the gateway. */
  readonly function: string | null;
  readonly requestId: string | null;
  readonly instance: string | null;
  /** Of a delay, where; of a crash, when; of a slow network, the direction; of a skew, the clock. */
  readonly stage: string | null;
  /** Size: of a delay, a freeze, a latency, a skew, or how long after the handler began. */
  readonly ms: number | null;
}

export interface InjectedCount {
  readonly rule: string;
  readonly kind: Fault['kind'];
  readonly injected: number;
}

export interface InjectedLog {
  add(injected: InjectedFault): void;
  countOf(rule: string): number;
  counts(): InjectedCount[];
  /** Oldest first. */
  list(functionName?: string): InjectedFault[];
  clear(): void;
  /** Forgets the counts of some rules, whose paths begin so. */
  forget(prefix: string): void;
}

const kept = 10_000;

export function createInjectedLog(): InjectedLog {
  let entries: InjectedFault[] = [];
  const counts = new Map<string, InjectedCount>();
  const countOf = (rule: string): number => counts.get(rule)?.injected ?? 0;
  return {
    add(injected) {
      const { rule, kind } = injected;
      counts.set(rule, { rule, kind, injected: countOf(rule) + 1 });
      entries.push(injected);
      // Now and then, since taking the first one out moves all others.
      if (entries.length > 2 * kept) entries = entries.slice(-kept);
    },
    countOf,
    counts: () => [...counts.values()],
    list: (name) => entries.slice(-kept).filter((entry) => name === undefined || entry.function === name),
    clear() {
      entries = [];
      counts.clear();
    },
    forget(prefix) {
      for (const rule of counts.keys()) if (rule.startsWith(prefix)) counts.delete(rule);
    },
  };
}

/** Where or when, in a word, and how much. */
export function toExtent(fault: Fault): Pick<InjectedFault, 'stage' | 'ms'> {
  switch (fault.kind) {
    case 'delay':
      return { stage: fault.stage, ms: fault.ms };
    case 'crash':
      return { stage: fault.when, ms: fault.when === 'during' ? fault.afterMs : null };
    case 'freeze':
      return { stage: null, ms: fault.ms };
    case 'slowNetwork':
      return { stage: fault.direction, ms: fault.latencyMs };
    case 'clockSkew':
      return { stage: fault.of, ms: fault.ms };
    case 'refuseStart':
    case 'throttle':
    case 'loseEvent':
    case 'doubleEvent':
      return { stage: null, ms: null };
  }
}
