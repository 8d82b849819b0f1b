/** The values of a finding in the unit that it names. */
import type { Conclusion, FindingUnit } from '../contract/finding.ts';
import {
  formatCount,
  formatDigits,
  formatDuration,
  formatPercent,
  formatRate,
  formatUsd,
  unknownValue,
} from './format.ts';

export function formatUnit(value: number, unit: FindingUnit): string {
  if (!Number.isFinite(value)) return unknownValue;
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

/** What it takes to get an answer, where there is none. */
export function describeShortage(conclusion: Conclusion): string {
  if (conclusion.verdict === 'answered') return '';
  const { moreSamples } = conclusion;
  if (moreSamples === null) return 'More samples of the same kind would not settle it.';
  return `About ${formatCount(moreSamples)} more ${moreSamples === 1 ? 'sample' : 'samples'} would settle it.`;
}
