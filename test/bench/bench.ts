/** What a benchmark is: a question, the conditions it runs in, and figures that are held against what is wanted. */
import type { Conditions } from './conditions.ts';
import type { Figure } from './figure.ts';
import type { Pinning } from './pinning.ts';
import type { Scope } from './scope.ts';

export interface Bench {
  readonly name: string;
  /** What it answers, in one line. */
  readonly question: string;
  /** Default: target and client on a core each. */
  readonly pinning?: Pinning;
  run(bench: BenchContext): Promise<BenchResult>;
}

export interface BenchContext {
  /** A smoke test: everything once and for an instant; its figures mean nothing. */
  readonly quick: boolean;
  /** How long the load lasts, where the benchmark lets one choose. */
  readonly seconds: number | undefined;
  readonly conditions: Conditions;
  /** Owns what the benchmark starts: processes and a temporary folder. */
  readonly scope: Scope;
  /** One line for the reader. */
  readonly say: (line: string) => void;
}

export interface BenchResult {
  readonly figures: readonly Figure[];
  /** Beside the figures: everything measured, as it goes into the JSON. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Contenders that this machine does not have. */
  readonly missing: readonly string[];
  /** Contenders that were started and did not get through, with the last line that they said. */
  readonly failed: Readonly<Record<string, string>>;
}
