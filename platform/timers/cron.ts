/**
 * The six fields of a cron expression as EventBridge reads them: minutes, hours, day of month, month, day of week, year.
 * Source: docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html (November 2026).
 */
import { ScheduleError } from './schedule-error.ts';

export interface CronFields {
  /** Ascending, as all that are lists. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly day: DayRule;
  /** From 1. */
  readonly months: readonly number[];
  readonly years: readonly number[];
}

export type DayRule =
  | { readonly kind: 'daysOfMonth'; readonly days: readonly number[] }
  | { readonly kind: 'lastDay' }
  /** The last day from Monday to Friday. */
  | { readonly kind: 'lastWorkday' }
  /** The day from Monday to Friday that is nearest to a day of the same month. */
  | { readonly kind: 'nearestWorkday'; readonly day: number }
  /** Sunday is 1. */
  | { readonly kind: 'daysOfWeek'; readonly days: readonly number[] }
  | { readonly kind: 'lastDayOfWeek'; readonly day: number }
  | { readonly kind: 'nthDayOfWeek'; readonly day: number; readonly nth: number };

interface FieldRange {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** What its numbers are called, from the least one on. */
  readonly names?: readonly string[];
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const minute: FieldRange = { name: 'minutes', least: 0, most: 59 };
const hour: FieldRange = { name: 'hours', least: 0, most: 23 };
const dayOfMonth: FieldRange = { name: 'day of month', least: 1, most: 31 };
const month: FieldRange = { name: 'month', least: 1, most: 12, names: monthNames };
const dayOfWeek: FieldRange = { name: 'day of week', least: 1, most: 7, names: dayNames };
const year: FieldRange = { name: 'year', least: 1970, most: 2199 };

/** @throws ScheduleError */
export function parseCron(text: string): CronFields {
  const fields = text.split(/\s+/);
  const [minutes = '', hours = '', monthDay = '', months = '', weekDay = '', years = ''] = fields;
  if (fields.length !== 6) {
    throw new ScheduleError(
      `cron(${text}): expected six fields (minutes, hours, day of month, month, day of week, year), got ${fields.length}`,
    );
  }
  return {
    minutes: parseList(minutes, minute),
    hours: parseList(hours, hour),
    day: parseDay(monthDay, weekDay),
    months: parseList(months, month),
    years: parseList(years, year),
  };
}

/** One of the two has to be left open. */
function parseDay(monthDay: string, weekDay: string): DayRule {
  if ((monthDay === '?') === (weekDay === '?')) {
    throw new ScheduleError(
      `day of month '${monthDay}' and day of week '${weekDay}': expected ? in one of them, and only in one`,
    );
  }
  return weekDay === '?' ? parseDayOfMonth(monthDay) : parseDayOfWeek(weekDay);
}

function parseDayOfMonth(text: string): DayRule {
  if (text === 'L') return { kind: 'lastDay' };
  if (text === 'LW') return { kind: 'lastWorkday' };
  if (text.endsWith('W')) return { kind: 'nearestWorkday', day: parseNumber(text.slice(0, -1), dayOfMonth) };
  return { kind: 'daysOfMonth', days: parseList(text, dayOfMonth) };
}

function parseDayOfWeek(text: string): DayRule {
  if (text === 'L') return { kind: 'daysOfWeek', days: [7] };
  if (text.endsWith('L')) return { kind: 'lastDayOfWeek', day: parseNumber(text.slice(0, -1), dayOfWeek) };
  const [day = '', nth] = text.split('#', 2);
  if (nth === undefined) return { kind: 'daysOfWeek', days: parseList(text, dayOfWeek) };
  if (!/^[1-5]$/.test(nth)) throw toFieldError(dayOfWeek, text, 'a number from 1 to 5 behind #');
  return { kind: 'nthDayOfWeek', day: parseNumber(day, dayOfWeek), nth: Number(nth) };
}

function parseList(text: string, range: FieldRange): number[] {
  const numbers = new Set(text.split(',').flatMap((part) => parsePart(part, range)));
  return [...numbers].toSorted((one, other) => one - other);
}

/** `*`, `5`, `5-10`, and each with a step: `*` + `/15`, `5/15`, `5-30/15`. */
function parsePart(part: string, range: FieldRange): number[] {
  const [span = '', stepText, ...rest] = part.split('/');
  const step = Number(stepText ?? 1);
  if (rest.length > 0 || !Number.isInteger(step) || step < 1 || stepText === '') {
    throw toFieldError(range, part, 'a step from 1 behind /');
  }
  const [from, to] = parseSpan(span, stepText !== undefined, range);
  if (from > to)
    throw toFieldError(range, part, 'a range that ascends; write two ranges for one that goes round');
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}

function parseSpan(span: string, hasStep: boolean, range: FieldRange): [from: number, to: number] {
  if (span === '*') return [range.least, range.most];
  const [first = '', last] = span.split('-', 2);
  const from = parseNumber(first, range);
  if (last !== undefined) return [from, parseNumber(last, range)];
  return [from, hasStep ? range.most : from];
}

function parseNumber(text: string, range: FieldRange): number {
  const named = range.names?.indexOf(text.toUpperCase()) ?? -1;
  const number = named >= 0 ? range.least + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= range.least && number <= range.most) return number;
  const names = range.names === undefined ? '' : ` or ${range.names[0]} to ${range.names.at(-1)}`;
  throw toFieldError(range, text, `${range.least} to ${range.most}${names}`);
}

function toFieldError({ name }: FieldRange, value: string, expected: string): ScheduleError {
  return new ScheduleError(`${name} '${value}': expected ${expected}`);
}
