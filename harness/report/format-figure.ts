/** A figure of a finding in its unit, with its interval. */
import type { FindingCell, FindingUnit } from '../contract/finding.ts';
import {
  formatCount,
  formatDigits,
  formatDuration,
  formatPercent,
  formatRate,
  formatUsd,
  unknownValue,
} from './format.ts';

export function formatInUnit(value: number, unit: FindingUnit): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 's':
      return formatDuration(value * 1000);
    case '1/s':
      return formatRate(value);
    case 'MiB':
      return `${formatDigits(value)} MiB`;
    case 'B':
      return `${formatDigits(value)} B`;
    case 'ms/MiB':
      return `${formatDigits(value)} ms/MiB`;
    case 'usd':
      return formatUsd(value);
    case 'share':
      return formatPercent(value);
    case 'ratio':
      return formatDigits(value);
    case 'count':
      return Number.isInteger(value) ? formatCount(value) : formatDigits(value);
  }
}

/** `1.23 s [1.20 s – 1.31 s]`; a bound that the sample does not reach is a question mark. */
export function formatCell(cell: FindingCell, unit: FindingUnit | null): string {
  if (cell === null) return unknownValue;
  if (typeof cell === 'string') return cell;
  const format = (value: number): string => (unit === null ? formatDigits(value) : formatInUnit(value, unit));
  if (typeof cell === 'number') return format(cell);
  const { value, low, high } = cell;
  if (low === null && high === null) return format(value);
  const bound = (one: number | null): string => (one === null ? '?' : format(one));
  return `${format(value)} [${bound(low)} – ${bound(high)}]`;
}
