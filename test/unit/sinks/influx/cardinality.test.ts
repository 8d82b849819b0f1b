import { describe, expect, it } from '@jest/globals';
import type { LineSource } from '../../../../harness/sinks/influx/line-source.ts';
import { createMetricLines } from '../../../../harness/sinks/influx/metric-lines.ts';
import { createRunLines } from '../../../../harness/sinks/influx/run-lines.ts';
import { rates, summarizeForSink } from '../../../support/complete-run.ts';
import { createSyntheticRun, toSyntheticBatches } from '../../../support/synthetic-run.ts';

/** What a database keeps an index entry for: everything before the fields. */
const countSeries = (lines: LineSource, run: ReturnType<typeof createSyntheticRun>): Map<string, number> => {
  const all = [
    ...lines.begin(),
    ...run.events.flatMap((event) => lines.event(event)),
    ...run.generator.flatMap((sample) => lines.generator(sample)),
    ...toSyntheticBatches(run).flatMap((batch) => lines.write(batch)),
  ];
  lines.instances(run.instances);
  lines.summary(summarizeForSink(run));
  const series = new Set([...all, ...lines.end(run.end)].map((line) => line.split(' ')[0] ?? ''));
  const counts = new Map<string, number>();
  for (const one of series) {
    const measurement = one.split(',')[0] ?? '';
    counts.set(measurement, (counts.get(measurement) ?? 0) + 1);
  }
  return counts;
};

describe.each<[string, (run: ReturnType<typeof createSyntheticRun>) => LineSource]>([
  ['InfluxDB', ({ manifest }) => createRunLines(manifest, { rates, invocationShare: 1 })],
  ['VictoriaMetrics', ({ manifest }) => createMetricLines(manifest, rates)],
])('the series of a run in %s', (_, create) => {
  const [short, long] = [8, 24].map((seconds) => {
    const run = createSyntheticRun({ seconds });
    return countSeries(create(run), run);
  }) as [Map<string, number>, Map<string, number>];

  it('do not grow with its invocations and instances', () => {
    expect(long).toEqual(short);
  });

  it('are at most a kind of start and an outcome for each function', () => {
    const bounds = 30;
    for (const [measurement, count] of long) {
      const histogram = measurement === 'faas_response_time_ms' ? bounds : 1;
      expect([measurement, count <= 2 * 3 * 6 * histogram]).toEqual([measurement, true]);
    }
  });
});
