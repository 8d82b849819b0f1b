/** An estimate as it stands in a table: the value, and below it the 95 % interval. */
import type { Distribution, Estimate } from '../../contract/summary.ts';
import { formatDuration, unknownValue } from '../format.ts';
import { type Markup, bindUnits, markup } from '../markup.ts';

export function renderEstimate(
  estimate: Estimate | null,
  format: (value: number) => string = formatDuration,
): Markup {
  if (estimate === null) return markup`${unknownValue} <small>too few samples</small>`;
  return markup`<b>${format(estimate.value)}</b> <small>${formatInterval(estimate, format)}</small>`;
}

/** `11.9 to 13.1 ms`; a bound that the sample cannot give is a dash. */
export function formatInterval(
  { low, high }: Estimate,
  format: (value: number) => string = formatDuration,
): string {
  if (low === null && high === null) return `interval ${unknownValue}`;
  const [from, to] = [formatOrDash(low, format), formatOrDash(high, format)];
  const unit = / \D+$/.exec(to)?.[0];
  return bindUnits(
    `${unit !== undefined && from.endsWith(unit) ? from.slice(0, -unit.length) : from} to ${to}`,
  );
}

export function formatOrDash(
  value: number | null | undefined,
  format: (value: number) => string = formatDuration,
): string {
  return value === null || value === undefined ? unknownValue : format(value);
}

/** Says what the dashes mean, where there are any. */
export function renderDashNote(distributions: readonly (Distribution | null)[]): Markup {
  if (!distributions.some((one) => one !== null && hasDash(one))) return markup``;
  return markup`<p class="note">${unknownValue} means too few samples: the quantile, or that bound of its interval, lies beyond
what a sample of this size can say. More samples in the scenario close the gap.</p>
`;
}

function hasDash({ p50, p95, p99 }: Distribution): boolean {
  return [p50, p95, p99].some((one) => one === null || one.low === null || one.high === null);
}
