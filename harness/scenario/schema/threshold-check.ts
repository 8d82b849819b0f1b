/** The sentence of a threshold, `responseTime.p99 < 300ms`: taken apart, or told what is wrong with it. */
import {
  type Comparator,
  type ThresholdMetric,
  type ThresholdUnit,
  comparators,
} from '../../contract/threshold.ts';
import { findMetric, listMetrics } from './threshold-metrics.ts';

export interface Check {
  readonly check: string;
  readonly metric: ThresholdMetric;
  readonly comparator: Comparator;
  /** In `unit`. */
  readonly limit: number;
  readonly unit: ThresholdUnit;
}

export type ParsedCheck =
  { readonly ok: true; readonly check: Check } | { readonly ok: false; readonly problem: string };

/** A word, then signs of comparison, then the rest. */
const shape = /^([\w.]+)\s*([<>=!~]+)\s*(\S.*)$/;
export const expectedCheck =
  'expected a metric, a comparator and a value, such as "responseTime.p99 < 300ms"';

/** The first problem is the only one: what comes after it depends on it. */
export function parseCheck(text: string): ParsedCheck {
  const [, name = '', sign = '', value = ''] = shape.exec(text.trim()) ?? [];
  if (name === '') return { ok: false, problem: expectedCheck };
  const found = findMetric(name);
  if (found === undefined)
    return { ok: false, problem: `no metric "${name}" for a threshold; there is ${listMetrics()}` };
  const comparator = comparators.find((one) => one === sign);
  if (comparator === undefined)
    return { ok: false, problem: `no comparator "${sign}"; there is ${comparators.join(' ')}` };
  const limit = parseLimit(value, found.unit);
  if (limit === undefined)
    return { ok: false, problem: `${name} is compared with ${expected[found.unit]}, not with "${value}"` };
  const check = `${name} ${comparator} ${value}`;
  return { ok: true, check: { check, metric: found.metric, comparator, limit, unit: found.unit } };
}

const expected: Readonly<Record<ThresholdUnit, string>> = {
  ms: 'a duration with its unit, such as 300ms, 1.5s or 250us',
  ratio: 'a share from 0 to 1 or from 0% to 100%, such as 0.001 or 0.1%',
  count: 'a whole number, such as 0',
  perSecond: 'a rate with its unit, such as 100/s or 30/m',
  usd: 'US dollars without a sign, such as 2 or 0.35',
};

const amount = String.raw`(\d+(?:\.\d+)?)`;
const suffixes: Readonly<Record<ThresholdUnit, RegExp>> = {
  ms: new RegExp(`^${amount}(us|ms|s|m)$`),
  ratio: new RegExp(`^${amount}(%?)$`),
  count: /^(\d+)()$/,
  perSecond: new RegExp(`^${amount}(/s|/m|/h)$`),
  usd: new RegExp(`^${amount}()$`),
};
/** What an amount is in the unit of its metric. Divided, not multiplied by a fraction: 57% is 0.57 to the last digit. */
const conversions: Readonly<Record<string, (amount: number) => number>> = {
  us: (micros) => micros / 1000,
  s: (seconds) => seconds * 1000,
  m: (minutes) => minutes * 60_000,
  '%': (percent) => percent / 100,
  '/m': (perMinute) => perMinute / 60,
  '/h': (perHour) => perHour / 3600,
};

function parseLimit(text: string, unit: ThresholdUnit): number | undefined {
  const [, digits, suffix = ''] = suffixes[unit].exec(text) ?? [];
  if (digits === undefined) return undefined;
  const limit = conversions[suffix]?.(Number(digits)) ?? Number(digits);
  return unit === 'ratio' && limit > 1 ? undefined : limit;
}
