/** An estimate with its 95 % interval, as every report writes it. */
import type { Estimate } from '../contract/summary.ts';
import { formatDuration, unknownValue } from './format.ts';

/** `1.23 ms [1.20–1.31 ms]`; a dash where the sample is too small for a value. */
export function formatEstimate(
  estimate: Estimate | null,
  format: (value: number) => string = formatDuration,
): string {
  return estimate === null ? unknownValue : `${format(estimate.value)} [${formatInterval(estimate, format)}]`;
}

/** `1.20–1.31 ms`: the unit once where both bounds have the same; `?` for a bound that the sample does not reach. */
export function formatInterval({ low, high }: Estimate, format: (value: number) => string): string {
  const bound = (one: number | null): string => (one === null ? '?' : format(one));
  const [lowText, highText] = [bound(low), bound(high)];
  const unit = / \D+$/.exec(highText)?.[0] ?? '';
  const shortLow = unit !== '' && lowText.endsWith(unit) ? lowText.slice(0, -unit.length) : lowText;
  return `${shortLow}–${highText}`;
}
