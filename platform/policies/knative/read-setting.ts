/** Reads the texts that Knative's settings are written in: numbers, booleans, and durations such as `1m30s`. */

export type Parsed<Value> =
  | { readonly kind: 'valid'; readonly value: Value }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] };

export const toParsed = <Value>(value: Value, problems: readonly string[]): Parsed<Value> =>
  problems.length === 0 ? { kind: 'valid', value } : { kind: 'invalid', problems };

/** @returns undefined for what is not a finite number. */
export function readNumber(text: string): number | undefined {
  const value = text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** @returns undefined for what is not a whole number from 0. */
export function readCount(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** True for `true` in any case; everything else is false, as Knative reads it. */
export const readBoolean = (text: string): boolean => text.toLowerCase() === 'true';

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration as Go writes it. @returns milliseconds, or undefined for what is none. */
export function readDurationMs(text: string): number | undefined {
  const [, sign, body = ''] = /^([+-]?)(.*)$/.exec(text) ?? [];
  if (body === '0') return 0;
  if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(body)) return undefined;
  let sumMs = 0;
  for (const [, amount, unit = ''] of body.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    sumMs += Number(amount) * (unitMs[unit] ?? NaN);
  }
  return sign === '-' ? -sumMs : sumMs;
}
