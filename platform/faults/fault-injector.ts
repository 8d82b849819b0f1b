/** Holds what is declared, numbers what comes to pass, and has it decided which faults each meets; remembers them. */
import type { Clock } from '../clock.ts';
import { createDraws } from './draws.ts';
import { decideFaults, type Fault, type FaultStage } from './decide-faults.ts';
import type { FaultDeclaration, FaultRule } from './fault-rule.ts';
import { createInjectedLog, type InjectedLog, toExtent } from './injected-log.ts';

/** Who meets a fault. */
export interface FaultSubject {
  /** Undefined: the gateway. */
  readonly functionName?: string;
  readonly requestId?: string;
  readonly instance?: string;
}

/** The faults of one function, put after the others. */
export interface FunctionFaults {
  readonly rules: readonly FaultRule[];
  /** Has the function draw as one of this name would. Default: its own name. */
  readonly stream?: string | undefined;
}

export interface FaultInjector {
  /** False while nothing is declared: then there is nothing to ask. */
  isActive(): boolean;
  /** The faults that this one meets now; they count as injected. */
  meet(stage: FaultStage, subject: FaultSubject): readonly Fault[];
  /** An invocation begins: what an instance does with it is drawn by the number that it has now. */
  arrive(functionName: string, requestId: string): readonly Fault[];
  /** It is over. */
  leave(requestId: string): void;
  declared(): FaultDeclaration;
  /** Begins anew: numbers, counts and windows. */
  declare(declaration: FaultDeclaration | undefined): void;
  declareFor(functionName: string, faults: FunctionFaults | undefined): void;
  readonly injected: InjectedLog;
}

const defaultSeed = 1;
const unnamed = '';

interface Scope {
  readonly rules: readonly FaultRule[];
  /** Path of each rule, for people. */
  readonly paths: readonly string[];
  /** The same without the function's name, which may be another on each run: draws must not depend on it. */
  readonly places: readonly string[];
  readonly stream: string;
  readonly sinceMs: readonly number[];
}

export function createFaultInjector(clock: Clock): FaultInjector {
  let declaration: FaultDeclaration | undefined;
  let sinceMs = 0;
  const own = new Map<string, FunctionFaults & { readonly sinceMs: number }>();
  const scopes = new Map<string, Scope>();
  /** How many have come, by stage and stream. */
  const numbers = new Map<string, number>();
  const numberOf = new Map<string, number>();
  const injected = createInjectedLog();

  function findScope(functionName: string): Scope {
    const found = scopes.get(functionName) ?? createScope(functionName);
    scopes.set(functionName, found);
    return found;
  }

  function createScope(name: string): Scope {
    const shared = declaration?.faults ?? [];
    const special = own.get(name);
    const rules = special?.rules ?? [];
    const sharedPaths = shared.map((_, at) => `faults[${at}]`);
    return {
      rules: [...shared, ...rules],
      paths: [...sharedPaths, ...rules.map((_, at) => `${toPrefix(name)}[${at}]`)],
      places: [...sharedPaths, ...rules.map((_, at) => `own[${at}]`)],
      sinceMs: [...shared.map(() => sinceMs), ...rules.map(() => special?.sinceMs ?? sinceMs)],
      stream: special?.stream ?? name,
    };
  }

  function count(stage: FaultStage, functionName: string): number {
    const key = `${stage} ${functionName}`;
    const number = (numbers.get(key) ?? 0) + 1;
    numbers.set(key, number);
    return number;
  }

  function decide(stage: FaultStage, subject: FaultSubject, number: number): readonly Fault[] {
    const { functionName = unnamed } = subject;
    const scope = findScope(functionName);
    const nowMs = clock.now();
    const seen = {
      elapsedMs: (rule: number) => nowMs - (scope.sinceMs[rule] ?? 0),
      injected: (rule: number) => injected.countOf(scope.paths[rule] ?? ''),
    };
    const faults = decideFaults(scope.rules, stage, seen, (rule) =>
      createDraws(declaration?.seed ?? defaultSeed, scope.stream, scope.places[rule] ?? '', stage, number),
    );
    for (const fault of faults) note(fault, scope.paths[fault.rule] ?? '', subject);
    return faults;
  }

  function note(fault: Fault, rule: string, { functionName, requestId, instance }: FaultSubject): void {
    injected.add({
      at: new Date(clock.epochMs()).toISOString(),
      kind: fault.kind,
      rule,
      function: functionName ?? null,
      requestId: requestId ?? null,
      instance: instance ?? null,
      ...toExtent(fault),
    });
  }

  function forget(functionName?: string): void {
    scopes.clear();
    for (const key of numbers.keys()) {
      if (functionName === undefined || key.endsWith(` ${functionName}`)) numbers.delete(key);
    }
  }

  return {
    injected,
    isActive: () => declaration !== undefined || own.size > 0,
    meet(stage, subject) {
      const { functionName = unnamed, requestId } = subject;
      const number =
        (stage === 'run' && requestId !== undefined ? numberOf.get(requestId) : undefined) ??
        count(stage, functionName);
      return decide(stage, subject, number);
    },
    arrive(functionName, requestId) {
      const number = count('arrival', functionName);
      numberOf.set(requestId, number);
      return decide('arrival', { functionName, requestId }, number);
    },
    leave: (requestId) => void numberOf.delete(requestId),
    declared: () => ({
      seed: declaration?.seed ?? defaultSeed,
      faults: declaration?.faults ?? [],
      functions: new Map([...own].map(([name, { rules }]) => [name, rules])),
    }),
    declare(next) {
      declaration = next;
      sinceMs = clock.now();
      own.clear();
      for (const [name, rules] of next?.functions ?? []) own.set(name, { rules, sinceMs });
      injected.clear();
      forget();
    },
    declareFor(functionName, faults) {
      if (faults === undefined) own.delete(functionName);
      else own.set(functionName, { ...faults, sinceMs: clock.now() });
      injected.forget(`${toPrefix(functionName)}[`);
      forget(functionName);
    },
  };
}

function toPrefix(functionName: string): string {
  return `functions.${functionName}`;
}
