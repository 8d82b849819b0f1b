/** What a panel shows, as data: whichever language its queries are written in, and whoever draws it. */
import type { Query } from '../query/query.ts';

export interface PanelText {
  readonly title: string;
  /** What it shows, and how to read it. */
  readonly description: string;
  /** Of the grid's 24 columns. */
  readonly width: number;
  /** Of Grafana's, or `suffix:...`. */
  readonly unit: string;
}

export interface Line {
  readonly query: Query;
  /** `{fn}` stands for the value of a tag that the query is grouped by. */
  readonly name: string;
}

/** Lines or bars over time. */
export interface Chart extends PanelText {
  readonly kind: 'chart';
  readonly lines: readonly Line[];
  /** `log`: from a warm start to a cold one in one picture. Default: `linear`, from zero. */
  readonly scale?: 'linear' | 'log';
  /** `stacked`: the parts of a whole. `points`: a point for each run. Default: `lines`. */
  readonly style?: 'lines' | 'steps' | 'bars' | 'stacked' | 'points';
  /** By the name of the line. */
  readonly colors?: Readonly<Record<string, string>>;
  readonly dashed?: readonly string[];
  readonly downwards?: readonly string[];
}

/** One number. */
export interface Stat extends PanelText {
  readonly kind: 'stat';
  readonly query: Query;
  /** Shown in place of none. */
  readonly without?: string;
  /** From here on it is red. */
  readonly redFrom?: number;
}

/** Rows as the database has them. */
export interface Table extends Omit<PanelText, 'unit'> {
  readonly kind: 'table';
  readonly query: Query;
  /** By the name of the column. */
  readonly units: Readonly<Record<string, string>>;
}

/** Counts by step and bucket. */
export interface Heatmap extends PanelText {
  readonly kind: 'heatmap';
  readonly query: Query;
}

/** A bar for each column of one row: a histogram, or functions beside each other. */
export interface Bars extends PanelText {
  readonly kind: 'bars';
  readonly lines: readonly Line[];
}

export type Panel = Chart | Stat | Table | Heatmap | Bars;

export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** For rates of invocations: Grafana's own units would call them requests. */
export const perSecondUnit = 'suffix:/s';
