/** A simulation as one screen of text. */
import type { MeanWithInterval } from '../../analyze/mean-with-interval.ts';
import { unknownValue } from '../../report/format.ts';
import { toTextTable } from '../text-table.ts';
import { formatAmount, shownFigures, type SimulationFigures } from './figures.ts';

export function toScreen({ profile, figures, refusedByReason }: SimulationFigures): string {
  const rows = shownFigures.flatMap(({ name, title, format }) => {
    const row = toRow(title, figures[name], format);
    return name === 'refusedShare' ? [row, ...toReasonRows(refusedByReason)] : [row];
  });
  return toTextTable([profile.toUpperCase(), 'MEAN', '95 % INTERVAL'], rows);
}

function toReasonRows(reasons: SimulationFigures['refusedByReason']): string[][] {
  return Object.entries(reasons).map(([reason, count]) => toRow(`  ${reason}`, count, formatAmount));
}

function toRow(title: string, value: MeanWithInterval | null, format: (value: number) => string): string[] {
  if (value === null) return [title, unknownValue, ''];
  const { mean, low, high } = value;
  // What cannot be negative is not shown so; the JSON has the bounds as they are.
  const interval = low === null || high === null ? '' : `${format(Math.max(0, low))} to ${format(high)}`;
  return [title, format(mean), interval];
}
