/** The figures and tables of a finding. */
import type {
  Finding,
  FindingCell,
  FindingFigure,
  FindingTable,
  FindingUnit,
} from '../../contract/finding.ts';
import { formatUnit } from '../format-finding.ts';
import {
  type Table,
  type TableCell,
  countCell,
  estimateCell,
  numberColumn,
  textCell,
  textColumn,
} from '../table.ts';

/** A row a figure; null where the finding has none. */
export function toFiguresTable({ figures }: Finding): Table | null {
  if (figures.length === 0) return null;
  return {
    title: '',
    columns: [textColumn('Figure'), numberColumn('Estimate'), numberColumn('n')],
    rows: figures.map(toFigureRow),
  };
}

function toFigureRow({ label, unit, estimate, n }: FindingFigure): TableCell[] {
  return [textCell(label), toEstimateCell(estimate, unit), countCell(n)];
}

export function toFindingTable({ title, columns, rows }: FindingTable): Table {
  return {
    title,
    columns: columns.map(({ label, unit }) => (unit === null ? textColumn : numberColumn)(capitalize(label))),
    rows: rows.map((row) => columns.map(({ unit }, at) => toCell(row[at] ?? null, unit))),
  };
}

function toCell(cell: FindingCell, unit: FindingUnit | null): TableCell {
  if (typeof cell === 'string') return textCell(cell);
  const estimate = typeof cell === 'number' ? { value: cell, low: null, high: null } : cell;
  return toEstimateCell(estimate, unit ?? 'count');
}

/** What was counted or is exact has no bounds, and shows none. */
function toEstimateCell(estimate: FindingFigure['estimate'], unit: FindingUnit): TableCell {
  const cell = estimateCell(estimate, (value) => formatUnit(value, unit));
  if (estimate === null || estimate.low !== null || estimate.high !== null) return cell;
  const { detail: _, ...exact } = cell;
  return exact;
}

function capitalize(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
