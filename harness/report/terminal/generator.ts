/** The generator's own lateness, said in every report. */
import type { Estimate, RunSummary } from '../../contract/summary.ts';
import { formatCount, formatDuration, unknownValue } from '../format.ts';
import type { Style } from './style.ts';

export function toGenerator({ generator }: RunSummary, style: Style): string[] {
  const { verdict, reasons, scheduled, sent, dropped, sendDelayMs } = generator;
  const paint = { ok: style.good, unknown: style.dim, 'generator-limited': style.bad }[verdict];
  const silence = verdict === 'unknown' ? ['  this engine does not tell how late it was'] : [];
  const { p50, p99, max } = sendDelayMs;
  return [
    `${style.heading('GENERATOR')} ${paint(verdict)}: sent ${formatCount(sent)} of ${formatCount(scheduled)}, ` +
      `send delay p50 ${toTime(p50)}, p99 ${toTime(p99)}, max ${max === null ? unknownValue : formatDuration(max)}, ` +
      `${formatCount(dropped)} dropped`,
    ...reasons.map((reason) => style.bad(`  ${reason}`)),
    ...silence,
  ];
}

function toTime(estimate: Estimate | null): string {
  return estimate === null ? unknownValue : formatDuration(estimate.value);
}
