import { describe, expect, it } from '@jest/globals';
import type { Schedule } from '../../../harness/contract/arrivals.ts';
import { chooseHeadStart, peakCount, shiftTimetable, toTimetable } from '../../../harness/load/timetable.ts';

const scheduleOf = (...starts: number[]): Schedule => ({
  duration: 1000,
  intendedStart: (index) => starts[index],
  rateAt: () => 0,
});

describe('a timetable', () => {
  it('has the starts of all schedules in one order, each with its part and its place in it', () => {
    const { starts, parts, indexes } = toTimetable([scheduleOf(0, 10, 20), scheduleOf(5, 10), scheduleOf()]);
    expect([...starts]).toEqual([0, 5, 10, 10, 20]);
    expect([...parts]).toEqual([0, 1, 0, 1, 0]);
    expect([...indexes]).toEqual([0, 0, 1, 1, 2]);
  });

  it('leaves its number to a part that has no schedule', () => {
    expect([...toTimetable([undefined, scheduleOf(1)]).parts]).toEqual([1]);
  });

  it('holds any number of starts', () => {
    const many = Array.from({ length: 5000 }, (_, at) => at);
    expect([...toTimetable([scheduleOf(...many)]).starts]).toEqual(many);
  });

  it('begins where it is put', () => {
    const timetable = toTimetable([scheduleOf(0, 3)]);
    shiftTimetable(timetable, 100);
    expect([...timetable.starts]).toEqual([100, 103]);
  });

  it.each([
    [[0, 1, 2, 10, 11], 3, 3],
    [[0, 3, 6], 3, 1],
    [[5, 5, 5], 1, 3],
    [[], 10, 0],
  ])('of %j has in any %d ns at most %d', (starts, width, expected) => {
    expect(peakCount(toTimetable([scheduleOf(...starts)]), width)).toBe(expected);
  });
});

describe('the head start', () => {
  it.each([
    ['a single invocation', [0], 1_000_000],
    ['rare ones', [0, 1e9, 2e9], 1_000_000],
    ['a thousand a second', [0, 1e6, 2e6], 100_000],
    ['five thousand a second', [0, 2e5, 4e5], 20_000],
    ['a burst', [0, 0, 0], 0],
  ])('of %s', (_, starts, expected) => {
    expect(chooseHeadStart(toTimetable([scheduleOf(...starts)]))).toBe(expected);
  });
});
