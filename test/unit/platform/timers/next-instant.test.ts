import { describe, expect, it } from '@jest/globals';
import { nextInstant } from '../../../../platform/timers/next-instant.ts';
import { parseSchedule } from '../../../../platform/timers/schedule.ts';

const at = (text: string): number => Date.parse(`${text}:00Z`);

/** The instants of a schedule after one, as many as are asked for, to the minute. */
function list(schedule: string, after: string, count: number): string[] {
  const parsed = parseSchedule(schedule);
  const instants: string[] = [];
  let afterMs: number | undefined = at(after);
  while (instants.length < count) {
    afterMs = nextInstant(parsed, afterMs, at(after));
    if (afterMs === undefined) break;
    instants.push(new Date(afterMs).toISOString().slice(0, 16));
  }
  return instants;
}

describe('the instants of a cron expression', () => {
  // 2026-11-24 is a Tuesday.
  const now = '2026-11-24T08:30';

  it.each<[string, string, string[]]>([
    ['every day at noon', '0 12 * * ? *', ['2026-11-24T12:00', '2026-11-25T12:00']],
    ['an instant that is now is over', '30 8 * * ? *', ['2026-11-25T08:30']],
    ['every quarter of an hour', '0/15 * * * ? *', ['2026-11-24T08:45', '2026-11-24T09:00']],
    ['every tenth minute from the fifth', '5/10 * * * ? *', ['2026-11-24T08:35', '2026-11-24T08:45']],
    [
      'a step over all',
      '*/20 9 * * ? *',
      ['2026-11-24T09:00', '2026-11-24T09:20', '2026-11-24T09:40', '2026-11-25T09:00'],
    ],
    [
      'a step in a range',
      '0 9-17/4 * * ? *',
      ['2026-11-24T09:00', '2026-11-24T13:00', '2026-11-24T17:00', '2026-11-25T09:00'],
    ],
    ['a list', '0 10,8,22 * * ? *', ['2026-11-24T10:00', '2026-11-24T22:00', '2026-11-25T08:00']],
    [
      'workdays by name',
      '0 18 ? * MON-FRI *',
      ['2026-11-24T18:00', '2026-11-25T18:00', '2026-11-26T18:00', '2026-11-27T18:00', '2026-11-30T18:00'],
    ],
    [
      'workdays by number',
      '0 18 ? * 2-6 *',
      ['2026-11-24T18:00', '2026-11-25T18:00', '2026-11-26T18:00', '2026-11-27T18:00', '2026-11-30T18:00'],
    ],
    [
      'days of the week by step',
      '0 0 ? * 1/3 *',
      ['2026-11-25T00:00', '2026-11-28T00:00', '2026-11-29T00:00'],
    ],
    ['months by name, whatever the case', '0 0 1 jan,Mar ? *', ['2027-01-01T00:00', '2027-03-01T00:00']],
    [
      'a day that not every month has',
      '0 0 31 * ? *',
      ['2026-12-31T00:00', '2027-01-31T00:00', '2027-03-31T00:00'],
    ],
    ['a leap day', '0 0 29 2 ? *', ['2028-02-29T00:00', '2032-02-29T00:00']],
    [
      'the last day of the month',
      '0 0 L * ? *',
      ['2026-11-30T00:00', '2026-12-31T00:00', '2027-01-31T00:00', '2027-02-28T00:00'],
    ],
    ['the last day of a leap February', '0 0 L 2 ? 2028', ['2028-02-29T00:00']],
    // 2027-01-31 is a Sunday, 2027-02-28 too.
    [
      'the last workday',
      '0 0 LW * ? *',
      ['2026-11-30T00:00', '2026-12-31T00:00', '2027-01-29T00:00', '2027-02-26T00:00'],
    ],
    // 2026-12-13 and 2027-02-14 are Sundays, 2027-08-14 is a Saturday.
    ['the workday nearest to a Sunday', '0 0 13W 12 ? *', ['2026-12-14T00:00']],
    ['the workday nearest to a Saturday', '0 0 14W 8 ? 2027', ['2027-08-13T00:00']],
    // 2027-05-01 is a Saturday, 2027-02-28 and 2027-10-31 are Sundays.
    ['a nearest workday does not leave its month at the beginning', '0 0 1W 5 ? 2027', ['2027-05-03T00:00']],
    ['a nearest workday does not leave its month at the end', '0 0 31W 10 ? 2027', ['2027-10-29T00:00']],
    ['a nearest workday of a day that is not there is none', '0 0 30W 2 ? 2027-2028', []],
    ['the last Friday', '0 0 ? * 6L *', ['2026-11-27T00:00', '2026-12-25T00:00']],
    ['the last Friday by name', '0 0 ? * FRIL *', ['2026-11-27T00:00', '2026-12-25T00:00']],
    ['Saturday as the last of the week', '0 0 ? * L *', ['2026-11-28T00:00', '2026-12-05T00:00']],
    ['the third Friday', '0 0 ? * 6#3 *', ['2026-12-18T00:00', '2027-01-15T00:00']],
    ['the fifth Monday, where there is one', '0 0 ? * MON#5 *', ['2026-11-30T00:00', '2027-03-29T00:00']],
    ['years', '0 0 1 1 ? 2027,2030', ['2027-01-01T00:00', '2030-01-01T00:00']],
    ['a year that is over', '0 0 1 1 ? 2020', []],
    ['a day that no month has', '0 0 31 2,4 ? *', []],
  ])('%s: cron(%s)', (_, cron, expected) => {
    expect(list(`cron(${cron})`, now, Math.max(1, expected.length))).toEqual(expected);
  });

  it('goes over the end of a year', () => {
    expect(list('cron(59 23 * * ? *)', '2026-12-31T23:59', 1)).toEqual(['2027-01-01T23:59']);
  });

  it('takes a moment within a minute for that minute', () => {
    const parsed = parseSchedule('cron(* * * * ? *)');
    expect(nextInstant(parsed, at(now) + 1, 0)).toBe(at('2026-11-24T08:31'));
    expect(nextInstant(parsed, at(now) - 0.5, 0)).toBe(at(now));
  });

  it.each([
    ['0 12 * * ?', 'expected six fields'],
    ['0 12 * * * *', "day of month '*' and day of week '*': expected ? in one of them"],
    ['0 12 ? * ? *', "day of month '?' and day of week '?'"],
    ['60 12 * * ? *', "minutes '60': expected 0 to 59"],
    ['0 24 * * ? *', "hours '24': expected 0 to 23"],
    ['0 0 0 * ? *', "day of month '0': expected 1 to 31"],
    ['0 0 1 13 ? *', "month '13': expected 1 to 12 or JAN to DEC"],
    ['0 0 ? * 0 *', "day of week '0': expected 1 to 7 or SUN to SAT"],
    ['0 0 ? * FRI-MON *', "day of week 'FRI-MON': expected a range that ascends"],
    ['0 0 ? * 6#6 *', "day of week '6#6': expected a number from 1 to 5 behind #"],
    ['0 0 1 1 ? 1969', "year '1969': expected 1970 to 2199"],
    ['0/0 0 * * ? *', "minutes '0/0': expected a step from 1 behind /"],
    ['0/5/5 0 * * ? *', "minutes '0/5/5': expected a step"],
    ['1, 0 * * ? *', "minutes '': expected 0 to 59"],
    ['- 0 * * ? *', "minutes '': expected 0 to 59"],
  ])('are none of cron(%s)', (cron, problem) => {
    expect(() => parseSchedule(`cron(${cron})`)).toThrow(problem);
  });
});

describe('the instants of a rate', () => {
  it.each([
    ['rate(1 minute)', ['2026-11-24T08:31', '2026-11-24T08:32']],
    ['rate(5 hours)', ['2026-11-24T13:30', '2026-11-24T18:30']],
    ['rate(2 days)', ['2026-11-26T08:30', '2026-11-28T08:30']],
  ])('%s count from the making of the timer', (rate, expected) => {
    expect(list(rate, '2026-11-24T08:30', 2)).toEqual(expected);
  });

  it('stay on their grid, however late it is', () => {
    const rate = parseSchedule('rate(10 minutes)');
    expect(nextInstant(rate, 25 * 60_000 + 7, 60_000)).toBe(31 * 60_000);
    expect(nextInstant(rate, 31 * 60_000, 60_000)).toBe(41 * 60_000);
    // A clock that was set back does not bring the first one forward.
    expect(nextInstant(rate, -1_000_000, 60_000)).toBe(11 * 60_000);
  });

  it.each([
    'rate(0 minutes)',
    'rate(5 minute)',
    'rate(1 minutes)',
    'rate(30 seconds)',
    'rate(1.5 hours)',
    'rate()',
  ])('are none of %s', (rate) => {
    expect(() => parseSchedule(rate)).toThrow(rate.slice(0, -1));
  });
});

describe('the instant of a date', () => {
  it('comes once', () => {
    expect(list('at(2026-12-01T00:00:00)', '2026-11-24T08:30', 2)).toEqual(['2026-12-01T00:00']);
  });

  it.each(['at(2026-02-30T00:00:00)', 'at(2026-12-01)', 'at(2026-12-01T00:00:00Z)', 'at(soon)'])(
    'is none of %s',
    (text) => {
      expect(() => parseSchedule(text)).toThrow('expected a date and a time that exist');
    },
  );

  it('is no other kind of schedule', () => {
    expect(() => parseSchedule('every day')).toThrow("'every day': expected rate(...), cron(...) or at(...)");
  });
});
