/** Where an axis has its ticks, and what they say. */
import type { FindingUnit } from '../../../../harness/contract/finding.ts';
import {
  formatDigits,
  formatDuration,
  formatPercent,
  formatRate,
  formatUsd,
} from '../../../../harness/report/format.ts';
import { formatUnit } from '../../../../harness/report/format-finding.ts';

/** Round steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, most: number): number[] {
  const span = high - low || 1;
  const ticks = multiplesOf(roundUp(span / Math.max(1, most)), low, high);
  // One tick gives no scale: rather a little crowded.
  return ticks.length >= 2 ? ticks : multiplesOf(roundUp(span / (2 * Math.max(1, most))), low, high);
}

function multiplesOf(step: number, low: number, high: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    Number(((first + at) * step).toPrecision(12)),
  );
}

/** Powers of ten, and 2 and 5 times them, or 3 times them, where there is room. */
export function logTicks(low: number, high: number, most: number): number[] {
  for (const factors of [[1, 2, 5], [1, 3], [1]]) {
    const ticks = multiples(low, high, factors);
    if (ticks.length <= most && ticks.length >= 2) return ticks;
  }
  const decades = multiples(low, high, [1]);
  const every = Math.ceil(decades.length / Math.max(1, most));
  return decades.length < 2 ? [low, high] : decades.filter((_, at) => at % every === 0);
}

function multiples(low: number, high: number, factors: readonly number[]): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  return ticks.filter((tick) => tick >= low * 0.9999 && tick <= high * 1.0001);
}

function roundUp(value: number): number {
  const power = Math.floor(Math.log10(value) + 1e-9);
  const factor = [1, 2, 5].find((one) => Number(`${one}e${power}`) >= value * 0.9999);
  return factor === undefined ? Number(`1e${power + 1}`) : Number(`${factor}e${power}`);
}

/** Round values: `1 ms`, not `1.00 ms`. */
export function formatTick(value: number, unit: FindingUnit): string {
  switch (unit) {
    case 'ms':
      return formatTime(value);
    case 's':
      return formatTime(value * 1000);
    case '1/s':
      return formatRate(value);
    case 'usd':
      return formatUsd(value).replace(/\.00$/, '');
    case 'share':
      return formatPercent(value);
    case 'count':
    case 'ratio':
      return formatDigits(value);
    case 'MiB':
    case 'B':
    case 'ms/MiB':
      return formatUnit(value, unit);
  }
}

function formatTime(ms: number): string {
  if (ms === 0) return '0';
  if (ms < 1) return `${formatDigits(ms * 1000)} µs`;
  if (ms < 1000) return `${formatDigits(ms)} ms`;
  return ms < 120_000 ? `${formatDigits(ms / 1000)} s` : formatDuration(ms);
}
