import { describe, expect, it } from '@jest/globals';
import { knative } from '../../../../../platform/policies/index.ts';

type Event = readonly [atMs: number, event: knative.RequestEvent];

function statOf(events: readonly Event[], nowMs: number): knative.Stat {
  const stats = events.reduce(
    (noted, [atMs, event]) => knative.noteRequest(noted, event, atMs),
    knative.createRequestStats(0),
  );
  return knative.reportRequests(stats, nowMs).stat;
}

describe('the report of an instance', () => {
  it.each<[string, Event[], Partial<knative.Stat>]>([
    ['is of nothing at first', [], { concurrency: 0, requests: 0 }],
    [
      'counts half a second as half',
      [
        [0, 'in'],
        [500, 'out'],
      ],
      { concurrency: 0.5, requests: 1 },
    ],
    [
      'counts two of half a second one after the other as one',
      [
        [0, 'in'],
        [500, 'out'],
        [500, 'in'],
        [1000, 'out'],
      ],
      { concurrency: 1, requests: 2 },
    ],
    [
      'counts two at once as two',
      [
        [0, 'in'],
        [0, 'in'],
      ],
      { concurrency: 2, requests: 2 },
    ],
    [
      'tells apart what came through an activator',
      [
        [0, 'proxiedIn'],
        [0, 'in'],
        [500, 'proxiedOut'],
      ],
      { concurrency: 1.5, proxiedConcurrency: 0.5, requests: 2, proxiedRequests: 1 },
    ],
    [
      'takes an event that is a little late',
      [
        [600, 'in'],
        [500, 'in'],
      ],
      { concurrency: 0.8, requests: 2 },
    ],
  ])('%s', (_, events, stat) => {
    expect(statOf(events, 1000)).toMatchObject(stat);
  });

  it('begins the next one with what is in flight', () => {
    const first = knative.reportRequests(knative.noteRequest(knative.createRequestStats(0), 'in', 500), 1000);
    expect(first.stat.concurrency).toBe(0.5);
    expect(knative.reportRequests(first.stats, 1000).stat.concurrency).toBe(0);
    expect(knative.reportRequests(first.stats, 3000).stat).toMatchObject({ concurrency: 1, requests: 0 });
  });

  it('adds to the metric what the activator has not counted', () => {
    const stat = { concurrency: 5, proxiedConcurrency: 2, requests: 50, proxiedRequests: 45 };
    expect([knative.toMetric(stat, 'concurrency'), knative.toMetric(stat, 'rps')]).toEqual([3, 5]);
  });
});

describe('the report of an activator', () => {
  it('comes at once for the first invocation, and later without it', () => {
    const first = knative.noteAtActivator(undefined, 'in', 0);
    expect(first.stat).toMatchObject({ concurrency: 1, requests: 1 });
    const second = knative.noteAtActivator(first.reporter, 'in', 0);
    expect(second.stat).toBeUndefined();
    const report = knative.reportAtActivator(second.reporter, 1000);
    expect(report.stat).toMatchObject({ concurrency: 1, requests: 1 });
    expect(knative.reportAtActivator(report.reporter, 2000).stat).toMatchObject({
      concurrency: 2,
      requests: 0,
    });
  });

  it('is never below 0', () => {
    const first = knative.noteAtActivator(undefined, 'in', 0);
    const { reporter } = knative.noteAtActivator(first.reporter, 'out', 250);
    const report = knative.reportAtActivator(reporter, 1000);
    expect(report.stat).toMatchObject({ concurrency: 0, requests: 0 });
    expect(report.reporter).toBeDefined();
  });

  it('ends with a period without load, and then begins at once again', () => {
    const first = knative.noteAtActivator(undefined, 'in', 0);
    let { reporter } = knative.noteAtActivator(first.reporter, 'out', 250);
    ({ reporter } = knative.reportAtActivator(reporter, 1000));
    const last = knative.reportAtActivator(reporter, 2000);
    expect(last).toMatchObject({ reporter: undefined, stat: { concurrency: 0, requests: 0 } });
    expect(knative.reportAtActivator(last.reporter, 3000).stat).toBeUndefined();
    expect(knative.noteAtActivator(last.reporter, 'in', 3100).stat).toMatchObject({ concurrency: 1 });
  });

  it('does not forget one that arrives in its instant', () => {
    const first = knative.noteAtActivator(undefined, 'in', 1000);
    const report = knative.reportAtActivator(first.reporter, 1000);
    expect(knative.reportAtActivator(report.reporter, 2000).stat).toMatchObject({ concurrency: 1 });
  });

  it('is not for an end whose beginning it has not seen', () => {
    expect(knative.noteAtActivator(undefined, 'out', 0)).toEqual({ reporter: undefined, stat: undefined });
  });
});

describe('the sample that is asked', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [1, 1],
    [3, 3],
    [4, 4],
    [5, 4],
    [10, 7],
    [100, 14],
    [1000, 16],
    [1_000_000, 16],
  ])('of %i instances has %i', (instances, size) => {
    expect(knative.toSampleSize(instances)).toBe(size);
  });

  it('is everything of up to three', () => {
    expect(new Set(knative.chooseScraped([0, 1, 2], 60_000, () => 0))).toEqual(new Set([0, 1, 2]));
  });

  it('prefers those that have run for a whole window', () => {
    const ages = [1000, 60_000, 2000, 60_000, 60_000, 3000, 60_000, 4000, 5000, 6000];
    const chosen = knative.chooseScraped(ages, 60_000, () => 0.5);
    expect(chosen).toHaveLength(7);
    expect(new Set(chosen.slice(0, 4))).toEqual(new Set([1, 3, 4, 6]));
    expect(new Set(chosen).size).toBe(7);
  });

  it('of many old ones follows the draws', () => {
    const ages = Array.from({ length: 100 }, () => 90_000);
    const low = knative.chooseScraped(ages, 60_000, () => 0);
    const high = knative.chooseScraped(ages, 60_000, () => 0.999);
    expect(low).toHaveLength(14);
    expect(low).not.toEqual(high);
  });

  it('stands for all', () => {
    const stat = { concurrency: 2, proxiedConcurrency: 1, requests: 4, proxiedRequests: 3 };
    const other = { ...stat, concurrency: 4 };
    expect(knative.combineStats([stat, other], 10)).toEqual({
      concurrency: 30,
      proxiedConcurrency: 10,
      requests: 40,
      proxiedRequests: 30,
    });
    expect(knative.combineStats([], 0).concurrency).toBe(0);
  });
});
