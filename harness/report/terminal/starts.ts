/** Cold against warm: response times with their intervals, and the initialisation of cold starts. */
import type { Estimate, RunSummary, StartSummary } from '../../contract/summary.ts';
import { formatCount, formatDuration, unknownValue } from '../format.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toStarts({ starts }: RunSummary, style: Style): string[] {
  if (starts.length === 0) return [];
  const paint = (text: string, { start }: StartSummary): string =>
    start === 'cold' ? style.cold(text) : start === 'warm' ? style.warm(text) : text;
  const rows = toTable<StartSummary>(
    [
      { title: 'function', align: 'left', cell: (row) => row.function },
      { title: 'start', align: 'left', cell: (row) => row.start, paint },
      { title: 'n', cell: (row) => formatCount(row.responseTimeMs.n) },
      { title: 'p50', cell: (row) => toEstimate(row.responseTimeMs.p50), paint },
      { title: 'p95', cell: (row) => toEstimate(row.responseTimeMs.p95), paint },
      { title: 'p99', cell: (row) => toEstimate(row.responseTimeMs.p99), paint },
      { title: 'init p50', cell: (row) => toValue(row.initDurationMs?.p50) },
    ],
    starts,
    style,
  );
  return [
    `${style.heading('COLD AND WARM')} response time, from the intended start`,
    ...rows,
    style.dim(`  [95 % confidence interval]; ${unknownValue} or ? where the sample is too small`),
  ];
}

/** `1.23 ms [1.20–1.31]`: the bounds in the unit of the value, so that they can be compared at a glance. */
export function toEstimate(
  estimate: Estimate | null,
  format: (value: number) => string = formatDuration,
): string {
  if (estimate === null) return unknownValue;
  const { value, low, high } = estimate;
  const bound = (one: number | null): string => (one === null ? '?' : format(one));
  const [lowText, highText] = [bound(low), bound(high)];
  const unit = / \D+$/.exec(highText)?.[0] ?? '';
  const shortLow = unit !== '' && lowText.endsWith(unit) ? lowText.slice(0, -unit.length) : lowText;
  return `${format(value)} [${shortLow}–${highText}]`;
}

function toValue(estimate: Estimate | null | undefined): string {
  return estimate === null || estimate === undefined ? unknownValue : formatDuration(estimate.value);
}
