/**
 * When a timer fires, as EventBridge writes it: `rate(5 minutes)`, `cron(0 12 * * ? *)`, `at(2026-11-24T08:00:00)`; UTC.
 * Source: docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html (November 2026).
 */
import { type CronFields, parseCron } from './cron.ts';
import { ScheduleError } from './schedule-error.ts';

export type Schedule =
  | { readonly kind: 'rate'; readonly periodMs: number }
  | { readonly kind: 'cron'; readonly fields: CronFields }
  | { readonly kind: 'at'; readonly atMs: number };

const unitMs: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 24 * 3_600_000,
};

/** @throws ScheduleError */
export function parseSchedule(text: string): Schedule {
  const { kind = '', inside = '' } =
    /^(?<kind>rate|cron|at)\((?<inside>[^()]*)\)$/.exec(text.trim())?.groups ?? {};
  switch (kind) {
    case 'rate':
      return { kind, periodMs: parseRate(inside.trim()) };
    case 'cron':
      return { kind, fields: parseCron(inside.trim()) };
    case 'at':
      return { kind, atMs: parseInstant(inside.trim()) };
    default:
      throw new ScheduleError(`'${text}': expected rate(...), cron(...) or at(...)`);
  }
}

function parseRate(text: string): number {
  const {
    value = '',
    unit = '',
    plural,
  } = /^(?<value>\d+) +(?<unit>minute|hour|day)(?<plural>s?)$/.exec(text)?.groups ?? {};
  const count = Number(value);
  const stepMs = unitMs[unit];
  if (stepMs === undefined || count < 1 || !Number.isSafeInteger(count * stepMs)) {
    throw new ScheduleError(`rate(${text}): expected a number from 1 and minutes, hours or days`);
  }
  if ((count === 1) !== (plural === '')) {
    throw new ScheduleError(`rate(${text}): expected ${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return count * stepMs;
}

function parseInstant(text: string): number {
  const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text);
  const atMs = isWritten ? Date.parse(`${text}Z`) : Number.NaN;
  // A date that no calendar has would be another one.
  if (!Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text)) return atMs;
  throw new ScheduleError(`at(${text}): expected a date and a time that exist, as 2026-11-24T08:00:00`);
}
