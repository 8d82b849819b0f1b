/** What the findings of all experiments are made of. */
import type { Conclusion, FindingFigure, FindingUnit } from '../contract/finding.ts';
import type { Distribution, Estimate } from '../contract/summary.ts';

export function answered(sentence: string): Conclusion {
  return { verdict: 'answered', sentence };
}

/** @param moreSamples - null where no number of them would do. */
export function inconclusive(sentence: string, moreSamples: number | null): Conclusion {
  return { verdict: 'inconclusive', sentence, moreSamples };
}

export function toFigure(
  key: string,
  label: string,
  unit: FindingUnit,
  estimate: Estimate | null,
  n: number,
): FindingFigure {
  return { key, label, unit, estimate, n };
}

/** An estimate that is only one number: a count, or what a formula gives. */
export function toExact(value: number): Estimate {
  return { value, low: null, high: null };
}

/** A key in camel case from names that a scenario gives: `hello-python` and `P50Ms` make `helloPythonP50Ms`. */
export function toKey(name: string, rest: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next: string = '') => next.toUpperCase())}${rest}`;
}

/** Whether a quantile is there and bounded on both sides. */
export function isBounded(estimate: Estimate | null): estimate is Estimate & { low: number; high: number } {
  return estimate !== null && estimate.low !== null && estimate.high !== null;
}

/** The quantiles that every experiment shows of a time: what is typical, and what one in twenty or a hundred exceeds. */
export function toTimeFigures(name: string, label: string, times: Distribution): FindingFigure[] {
  return [
    toFigure(toKey(name, 'P50Ms'), `${label}, p50`, 'ms', times.p50, times.n),
    toFigure(toKey(name, 'P95Ms'), `${label}, p95`, 'ms', times.p95, times.n),
    toFigure(toKey(name, 'P99Ms'), `${label}, p99`, 'ms', times.p99, times.n),
  ];
}
