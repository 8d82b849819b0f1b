import { describe, expect, it } from '@jest/globals';
import { fc } from '../../support/property.ts';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { InvocationBatch } from '../../../harness/contract/invocation-batch.ts';
import { type Invocation, outcomes, startKinds } from '../../../harness/contract/invocation.ts';
import { fromSeconds } from '../../../harness/contract/units.ts';
import { decodeHistogram } from '../../../harness/measure/histogram.ts';
import { createRunLines } from '../../../harness/sinks/influx/run-lines.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createManifest } from '../../support/synthetic-run.ts';

const functions = ['hello', 'resize'];

const invocation: fc.Arbitrary<Invocation> = fc
  .record({
    fn: fc.constantFrom(...functions),
    intendedStart: fc.integer({ min: 0, max: 5e9 }),
    sendDelay: fc.integer({ min: 0, max: 1e7 }),
    service: fc.integer({ min: 1, max: 4e9 }),
    outcome: fc.constantFrom(...outcomes),
    start: fc.constantFrom(...startKinds),
  })
  .map(({ fn, intendedStart, sendDelay, service, outcome, start }) => {
    const sentAt = intendedStart + sendDelay;
    const isDropped = outcome === 'dropped';
    return createInvocation({
      function: fn,
      phase: `load/${fn}`,
      intendedStart,
      sentAt: isDropped ? undefined : sentAt,
      endedAt: isDropped ? sentAt : sentAt + service,
      outcome,
      start,
    });
  });

/** Each part is a batch a function, handed over at another time than the next part. */
const split = (invocations: readonly Invocation[], cuts: readonly number[]): InvocationBatch[][] => {
  const bounds = [0, ...cuts.map((cut) => cut % (invocations.length + 1)), invocations.length].toSorted(
    (one, other) => one - other,
  );
  return bounds.slice(1).map((end, at) => {
    const part = invocations.slice(bounds[at], end);
    return functions.map((fn) => {
      const builder = createInvocationBatchBuilder({ phase: `load/${fn}`, function: fn, repetition: 0 });
      for (const one of part) if (one.function === fn) builder.add(one);
      return builder.take();
    });
  });
};

/** What the database holds after these lines: the last of each point, fields joined. */
const toDatabase = (lines: readonly string[]): Map<string, Map<string, string>> => {
  const points = new Map<string, Map<string, string>>();
  for (const line of lines) {
    const [series = '', fields = '', timestamp = ''] = line.split(' ');
    const point = points.get(`${series} ${timestamp}`) ?? new Map<string, string>();
    points.set(`${series} ${timestamp}`, point);
    for (const field of fields.split(',')) {
      const at = field.indexOf('=');
      point.set(field.slice(0, at), field.slice(at + 1));
    }
  }
  return points;
};

const play = (
  parts: readonly InvocationBatch[][],
  takeAfterEach: boolean,
): Map<string, Map<string, string>> => {
  const lines = createRunLines(createManifest({ functions }), {
    rates: { usdPerGbSecond: 1e-5, usdPerInvocation: 2e-7 },
  });
  const made: string[] = [];
  for (const part of parts) {
    for (const batch of part) lines.write(batch);
    if (takeAfterEach) made.push(...lines.take(fromSeconds(20)));
  }
  return toDatabase([...made, ...lines.end(undefined)]);
};

const points = (database: Map<string, Map<string, string>>, measurement: string): Map<string, string>[] =>
  [...database].flatMap(([key, point]) => (key.startsWith(`${measurement},`) ? [point] : []));

const sum = (of: readonly Map<string, string>[], field: string): number =>
  of.reduce((total, point) => total + Number.parseFloat(point.get(field) ?? '0'), 0);

const invocations = fc.array(invocation, { minLength: 1, maxLength: 80 });
const cuts = fc.array(fc.nat({ max: 80 }), { maxLength: 6 });

describe('the windows of a run', () => {
  it('count every invocation exactly once, however the batches are split and delayed', () => {
    fc.assert(
      fc.property(invocations, cuts, fc.boolean(), (all, where, takeAfterEach) => {
        const database = play(split(all, where), takeAfterEach);
        const windows = points(database, 'faas_window');
        const sent = all.filter((one) => one.outcome !== 'dropped').length;
        const inBuckets = windows
          .flatMap((point) => [...point].filter(([name]) => name.startsWith('le_')))
          .reduce((total, [, count]) => total + Number.parseInt(count, 10), 0);
        const inHistograms = windows
          .flatMap((point) => point.get('hdr') ?? [])
          .reduce((total, hdr) => total + decodeHistogram(hdr.slice(1, -1)).count, 0);
        const rollups = points(database, 'faas_rollup');
        expect(sum(windows, 'count')).toBe(all.length);
        expect(inBuckets).toBe(sent);
        expect(inHistograms).toBe(sent);
        expect(sum(rollups, 'count')).toBe(all.length);
        expect(sum(rollups, 'target_rps')).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });

  it('are the same for the parts as for the whole', () => {
    fc.assert(
      fc.property(invocations, cuts, (all, where) => {
        const whole = play(split(all, []), false);
        const parts = play(split(all, where), true);
        expect([...parts.keys()].toSorted()).toEqual([...whole.keys()].toSorted());
        for (const [key, point] of parts) {
          if (!key.startsWith('faas_window')) continue;
          for (const [field, value] of point) {
            const expected = whole.get(key)?.get(field) ?? '';
            if (field === 'hdr') expect(percentilesOf(value)).toEqual(percentilesOf(expected));
            else expect(Number.parseFloat(value)).toBeCloseTo(Number.parseFloat(expected), 6);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

const percentilesOf = (hdr: string): number[] => {
  const histogram = decodeHistogram(hdr.slice(1, -1));
  return [0, 10, 50, 90, 99, 99.9].map((percent) => histogram.percentileMs(percent));
};
