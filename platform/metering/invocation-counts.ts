/** Counts invocations by function and outcome, for the metrics page. */
import type { InvocationOutcome } from '../instances/invocation.ts';

export type CountedOutcome = InvocationOutcome | 'throttled' | 'refused';

export interface CountRow {
  readonly function: string;
  readonly outcome: CountedOutcome;
  invocations: number;
}

export interface InvocationCounts {
  count(functionName: string, outcome: CountedOutcome, isCold: boolean): void;
  rows(): readonly CountRow[];
  coldStarts(): ReadonlyMap<string, number>;
}

export function createInvocationCounts(): InvocationCounts {
  const rows = new Map<string, CountRow>();
  const coldStarts = new Map<string, number>();
  return {
    count(functionName, outcome, isCold) {
      const key = `${functionName} ${outcome}`;
      const row = rows.get(key);
      if (row === undefined) rows.set(key, { function: functionName, outcome, invocations: 1 });
      else row.invocations++;
      if (isCold) coldStarts.set(functionName, (coldStarts.get(functionName) ?? 0) + 1);
    },
    rows: () => [...rows.values()],
    coldStarts: () => coldStarts,
  };
}
