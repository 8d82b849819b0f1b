/** When a schedule comes next: pure. */
import type { CronFields, DayRule } from './cron.ts';
import type { Schedule } from './schedule.ts';

const minuteMs = 60_000;

/**
 * All times in milliseconds since the Unix epoch.
 *
 * @param originMs - from which a rate counts; its first instant is one period later.
 * @returns the first instant after `afterMs`; undefined when there is none any more.
 */
export function nextInstant(schedule: Schedule, afterMs: number, originMs: number): number | undefined {
  switch (schedule.kind) {
    case 'at':
      return schedule.atMs > afterMs ? schedule.atMs : undefined;
    case 'rate': {
      const periods = Math.floor((afterMs - originMs) / schedule.periodMs) + 1;
      return originMs + Math.max(1, periods) * schedule.periodMs;
    }
    case 'cron':
      return nextOfCron(schedule.fields, (Math.floor(afterMs / minuteMs) + 1) * minuteMs);
  }
}

/** @param fromMs - a whole minute, which counts itself. */
function nextOfCron({ minutes, hours, day, months, years }: CronFields, fromMs: number): number | undefined {
  const from = new Date(fromMs);
  const [firstYear, firstMonth] = [from.getUTCFullYear(), from.getUTCMonth() + 1];
  for (const year of years) {
    for (const month of months) {
      if (year < firstYear || (year === firstYear && month < firstMonth)) continue;
      for (const date of listDays(day, year, month)) {
        const dayMs = Date.UTC(year, month - 1, date);
        // A day that is over has nothing any more.
        if (dayMs + 24 * 60 * minuteMs <= fromMs) continue;
        const atMs = findTime(hours, minutes, dayMs, fromMs);
        if (atMs !== undefined) return atMs;
      }
    }
  }
  return undefined;
}

function findTime(
  hours: readonly number[],
  minutes: readonly number[],
  dayMs: number,
  fromMs: number,
): number | undefined {
  for (const hour of hours) {
    for (const minute of minutes) {
      const atMs = dayMs + (hour * 60 + minute) * minuteMs;
      if (atMs >= fromMs) return atMs;
    }
  }
  return undefined;
}

/** The days of a month that a rule means, ascending. */
function listDays(rule: DayRule, year: number, month: number): number[] {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const all = Array.from({ length: last }, (_, index) => index + 1);
  const dayOfWeek = (date: number): number => new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 1;
  const isWorkday = (date: number): boolean => dayOfWeek(date) >= 2 && dayOfWeek(date) <= 6;
  switch (rule.kind) {
    case 'daysOfMonth':
      return all.filter((date) => rule.days.includes(date));
    case 'lastDay':
      return [last];
    case 'lastWorkday':
      return all.filter(isWorkday).slice(-1);
    case 'nearestWorkday':
      return rule.day > last ? [] : [nearestWorkday(rule.day, last, isWorkday)];
    case 'daysOfWeek':
      return all.filter((date) => rule.days.includes(dayOfWeek(date)));
    case 'lastDayOfWeek':
      return all.filter((date) => dayOfWeek(date) === rule.day).slice(-1);
    case 'nthDayOfWeek':
      return all.filter((date) => dayOfWeek(date) === rule.day).slice(rule.nth - 1, rule.nth);
  }
}

/** In the same month: a Saturday, the 1st, becomes Monday, the 3rd. */
function nearestWorkday(date: number, last: number, isWorkday: (date: number) => boolean): number {
  const near = [date, date - 1, date + 1, date - 2, date + 2];
  return near.find((one) => one >= 1 && one <= last && isWorkday(one)) ?? date;
}
