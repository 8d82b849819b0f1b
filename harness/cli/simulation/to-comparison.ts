/** One load under many profiles as a table: a line a profile. */
import { unknownValue } from '../../report/format.ts';
import { toTextTable } from '../text-table.ts';
import { type FigureName, shownFigures, type SimulationFigures } from './figures.ts';

const columns: readonly (readonly [FigureName, string])[] = [
  ['coldShare', 'COLD'],
  ['meanInstances', 'INSTANCES'],
  ['mostInstances', 'MOST'],
  ['p50Ms', 'P50'],
  ['p99Ms', 'P99'],
  ['refusedShare', 'REFUSED'],
  ['utilization', 'UTILISATION'],
  ['costPerMillionUsd', 'COST/M'],
];

export function toComparison(all: readonly SimulationFigures[]): string {
  const head = ['PROFILE', ...columns.map(([, title]) => title), 'BY THE METER'];
  return toTextTable(
    head,
    all.map((one) => [one.profile, ...columns.map(([name]) => toCell(one, name)), one.meter]),
  );
}

function toCell({ figures }: SimulationFigures, name: FigureName): string {
  const mean = figures[name]?.mean;
  const format = shownFigures.find((figure) => figure.name === name)?.format;
  return mean === undefined || format === undefined ? unknownValue : format(mean);
}
