/**
 * A table as every report shows it: the terminal in columns, Markdown, and the page, where it sorts. What a cell says is
 * decided here once; how it looks is each report's own.
 */
import type { Estimate } from '../contract/summary.ts';
import { formatCount, formatDuration, formatPercent, formatRate, formatUsd, unknownValue } from './format.ts';
import { formatInterval } from './format-estimate.ts';

export interface Table {
  readonly title: string;
  readonly columns: readonly TableColumn[];
  /** The first cell of each row is its head. */
  readonly rows: readonly (readonly TableCell[])[];
}

export interface TableColumn {
  readonly title: string;
  /** Text is set to the left, numbers to the right. */
  readonly kind: 'text' | 'number';
  /** `page`: has no room in the terminal. `bare`: is there without its detail. Default: everywhere, whole. */
  readonly room?: 'page' | 'bare';
}

export interface TableCell {
  readonly text: string;
  /** Small print: an interval, of how many. */
  readonly detail?: string;
  /** What the column sorts by, and what its CSV holds; null sorts last. Default: the text. */
  readonly value?: number | null;
  readonly tone?: Tone;
}

export type Tone = 'cold' | 'warm' | 'good' | 'bad' | 'quiet';

export function textColumn(title: string, room?: TableColumn['room']): TableColumn {
  return { title, kind: 'text', ...(room && { room }) };
}

export function numberColumn(title: string, room?: TableColumn['room']): TableColumn {
  return { title, kind: 'number', ...(room && { room }) };
}

export function textCell(text: string, extra: Omit<TableCell, 'text'> = {}): TableCell {
  return { text, ...extra };
}

type Format = (value: number) => string;

/** A dash for null. */
export function valueCell(
  value: number | null | undefined,
  format: Format,
  extra: Omit<TableCell, 'text' | 'value'> = {},
): TableCell {
  return {
    text: value === null || value === undefined ? unknownValue : format(value),
    value: value ?? null,
    ...extra,
  };
}

export const countCell = (value: number | null, extra?: Omit<TableCell, 'text' | 'value'>): TableCell =>
  valueCell(value, formatCount, extra);
export const durationCell = (ms: number | null | undefined): TableCell => valueCell(ms, formatDuration);
export const percentCell = (share: number | null): TableCell => valueCell(share, formatPercent);
export const rateCell = (perSecond: number | null): TableCell => valueCell(perSecond, formatRate);
export const usdCell = (usd: number | null): TableCell => valueCell(usd, formatUsd);

/** The value, and its 95 % interval as detail. */
export function estimateCell(
  estimate: Estimate | null | undefined,
  format: Format = formatDuration,
  tone?: Tone,
): TableCell {
  const extra = tone === undefined ? {} : { tone };
  if (estimate === null || estimate === undefined) return { text: unknownValue, value: null, ...extra };
  return {
    text: format(estimate.value),
    detail: formatInterval(estimate, format),
    value: estimate.value,
    ...extra,
  };
}
