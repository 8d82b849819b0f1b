/**
 * What an experiment concludes: an answer with its uncertainty, or why there is none yet and how much more it takes.
 * Reports show it without knowing the experiment; `summary.json` holds it as it is.
 */
import type { Estimate } from './summary.ts';

export interface Finding {
  /** As the scenario names it. */
  readonly experiment: string;
  /** The procedure: `cold-start`, `keep-alive`, ... */
  readonly kind: string;
  readonly question: string;
  readonly conclusion: Conclusion;
  readonly figures: readonly FindingFigure[];
  readonly tables: readonly FindingTable[];
  readonly charts: readonly FindingChart[];
  /** What the figures rest on, and what nobody told. A sentence each. */
  readonly notes: readonly string[];
}

/** One sentence for whoever reads nothing else. */
export type Conclusion =
  | { readonly verdict: 'answered'; readonly sentence: string }
  | {
      readonly verdict: 'inconclusive';
      readonly sentence: string;
      /** How many more samples would do; null where no number of them would. */
      readonly moreSamples: number | null;
    };

export type FindingUnit = 'ms' | 's' | '1/s' | 'MiB' | 'B' | 'ms/MiB' | 'usd' | 'share' | 'ratio' | 'count';

export interface FindingFigure {
  /** Stable name with its unit, unique in the finding: `lifetimeMs`. */
  readonly key: string;
  readonly label: string;
  readonly unit: FindingUnit;
  /** Null where it cannot be estimated; `n` then says why. */
  readonly estimate: Estimate | null;
  /** Samples that it rests on. */
  readonly n: number;
}

export interface FindingTable {
  readonly title: string;
  /** A column without a unit holds text. */
  readonly columns: readonly { readonly label: string; readonly unit: FindingUnit | null }[];
  readonly rows: readonly (readonly FindingCell[])[];
}

export type FindingCell = string | number | Estimate | null;

export interface FindingChart {
  readonly title: string;
  readonly x: FindingAxis;
  readonly y: FindingAxis;
  readonly series: readonly FindingSeries[];
}

export interface FindingAxis {
  readonly label: string;
  readonly unit: FindingUnit;
  readonly scale: 'linear' | 'log';
}

export interface FindingSeries {
  readonly label: string;
  readonly kind: 'line' | 'step' | 'points';
  /** x, y; by rising x. */
  readonly points: readonly (readonly [number, number])[];
}
