/** How fast the platform grew after each burst. */
import type { RunSummary } from '../../contract/summary.ts';
import {
  type Table,
  countCell,
  durationCell,
  estimateCell,
  numberColumn,
  rateCell,
  textCell,
  textColumn,
} from '../table.ts';

export function toScaleOutsTable({ scaleOuts }: Pick<RunSummary, 'scaleOuts'>): Table {
  return {
    title: 'Bursts',
    columns: [
      textColumn('Phase'),
      numberColumn('At once'),
      numberColumn('Instances'),
      numberColumn('Half after'),
      numberColumn('All after'),
      numberColumn('New instances'),
      numberColumn('Response p50', 'bare'),
      numberColumn('Slowest'),
    ],
    rows: scaleOuts.map((one) => [
      textCell(one.phase),
      countCell(one.invocations),
      countCell(one.instances),
      durationCell(one.timeToHalfMs),
      durationCell(one.timeToAllMs),
      rateCell(one.newInstancesPerSecond),
      estimateCell(one.responseTimeMs.p50),
      durationCell(one.responseTimeMs.max),
    ]),
  };
}
