/**
 * What a panel asks, whatever language its database speaks: numbers of one measurement, filtered, grouped and added up. Three pure
 * emitters write it: `to-influxql.ts`, `to-flux.ts`, `to-sql.ts`. The measurements are those of `harness/sinks/README.md`.
 */
export type Measurement = 'faas_event' | 'faas_window' | 'faas_rollup' | 'faas_generator' | 'faas_summary';

/** How the points of one step, or of the whole time range, become one number. */
export type Aggregation = 'sum' | 'max' | 'median';

export type Value =
  /** As it was written: for queries of single points. */
  | { readonly is: 'field'; readonly field: string }
  | { readonly is: 'aggregate'; readonly how: Aggregation; readonly field: string }
  /** Of a sum over one step of a chart, its rate. */
  | { readonly is: 'perSecond'; readonly of: Value }
  | { readonly is: 'times'; readonly of: Value; readonly factor: number }
  | { readonly is: 'minus'; readonly of: Value; readonly less: Value }
  | { readonly is: 'ratio'; readonly of: Value; readonly to: Value }
  /** Since the left edge of the time range. */
  | { readonly is: 'cumulative'; readonly of: Value };

export interface Column {
  /** In the answer. Default: the database's own name. */
  readonly name?: string;
  readonly value: Value;
}

/** Of a tag by its text, or of a field by its number. */
export type Condition =
  | { readonly tag: string; readonly is: '=' | '<>'; readonly text: string }
  | { readonly field: string; readonly above: number };

export interface Query {
  readonly from: Measurement;
  readonly columns: readonly Column[];
  readonly where?: readonly Condition[];
  /**
   * Which of what the reader has chosen counts: runs, providers and functions; runs alone, for measurements that know
   * no function; providers and functions of every run.
   */
  readonly chosen: 'functions' | 'runs' | 'everyRun';
  /** A line, or a row, for each value of these tags. */
  readonly by?: readonly string[];
  /** A number for each step of a chart, one for the time range, or the points as they are. */
  readonly each: 'step' | 'range' | 'point';
  /** What a step without points is: `zero` for counts, a `gap` for what does not exist without them. Default: `gap`. */
  readonly empty?: 'zero' | 'gap';
}

export const sum = (field: string): Value => ({ is: 'aggregate', how: 'sum', field });
export const max = (field: string): Value => ({ is: 'aggregate', how: 'max', field });
export const median = (field: string): Value => ({ is: 'aggregate', how: 'median', field });
export const perSecond = (of: Value): Value => ({ is: 'perSecond', of });
export const times = (of: Value, factor: number): Value => ({ is: 'times', of, factor });
export const minus = (of: Value, less: Value): Value => ({ is: 'minus', of, less });
export const ratio = (of: Value, to: Value): Value => ({ is: 'ratio', of, to });
export const cumulative = (of: Value): Value => ({ is: 'cumulative', of });
export const asWritten = (field: string): Value => ({ is: 'field', field });

export const isTag = (tag: string, text: string): Condition => ({ tag, is: '=', text });
export const isNotTag = (tag: string, text: string): Condition => ({ tag, is: '<>', text });
export const isAbove = (field: string, above: number): Condition => ({ field, above });

/** Every field that a value is made of, in order. */
export function fieldsOf(value: Value): string[] {
  switch (value.is) {
    case 'field':
    case 'aggregate':
      return [value.field];
    case 'perSecond':
    case 'times':
    case 'cumulative':
      return fieldsOf(value.of);
    case 'minus':
      return [...fieldsOf(value.of), ...fieldsOf(value.less)];
    case 'ratio':
      return [...fieldsOf(value.of), ...fieldsOf(value.to)];
  }
}

/** Tags of each measurement: all that is no field. */
const tagNames: readonly string[] = ['run', 'suite', 'kind', 'provider', 'fn', 'boot', 'outcome', 'worker'];

export function isTagName(name: string): boolean {
  return tagNames.includes(name);
}
