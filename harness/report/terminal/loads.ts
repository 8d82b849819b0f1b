/** Each phase of load: rate wanted and reached, how the invocations ended, how busy the instances were. */
import type { LoadSummary, RunSummary } from '../../contract/summary.ts';
import { formatCount, formatDuration, formatPercent, formatRate, unknownValue } from '../format.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toLoads({ loads }: RunSummary, style: Style): string[] {
  if (loads.length === 0) return [];
  const toRate = (rate: number | null): string => (rate === null ? unknownValue : formatRate(rate));
  const rows = toTable<LoadSummary>(
    [
      { title: 'phase', align: 'left', cell: (row) => row.phase },
      {
        title: 'target',
        cell: (row) => (row.model === 'closed' ? 'closed' : toRate(row.targetRatePerSecond)),
      },
      { title: 'achieved', cell: (row) => toRate(row.achievedRatePerSecond) },
      { title: 'ok', cell: (row) => formatCount(row.outcomes.ok) },
      {
        title: 'not ok',
        cell: (row) => formatCount(countNotOk(row)),
        paint: (text, row) => (countNotOk(row) > 0 ? style.bad(text) : text),
      },
      { title: 'cold', cell: (row) => formatCount(row.startKinds.cold) },
      { title: 'response p50', cell: (row) => toTime(row.responseTimeMs.p50?.value) },
      { title: 'p99', cell: (row) => toTime(row.responseTimeMs.p99?.value) },
      { title: 'service p99', cell: (row) => toTime(row.serviceTimeMs.p99?.value) },
      { title: 'instances', cell: (row) => formatCount(row.instances) },
      {
        title: 'utilisation',
        cell: (row) => (row.utilisation === null ? unknownValue : formatPercent(row.utilisation)),
      },
    ],
    loads,
    style,
  );
  return [`${style.heading('LOAD')} utilisation is busy over provisioned instance-seconds`, ...rows];
}

function countNotOk({ outcomes: { ok, ...others } }: LoadSummary): number {
  return Object.values(others).reduce((sum, count) => sum + count, 0);
}

function toTime(ms: number | undefined): string {
  return ms === undefined ? unknownValue : formatDuration(ms);
}
