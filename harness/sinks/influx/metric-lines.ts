/**
 * The lines of VictoriaMetrics, which makes a series out of every field and keeps numbers only: no strings, the bounds of
 * the histogram as the tag `le`, counters that nothing has to correct. The names are those of Prometheus remote write.
 */
import type { RunEnd, RunManifest } from '../../contract/sink.ts';
import { type Labels, type MetricsSnapshot, toSamples } from '../metrics/metric.ts';
import { createRunMetrics } from '../metrics/run-metrics.ts';
import type { Rates } from '../series/rates.ts';
import { createRunAxis } from '../series/run-axis.ts';
import { toLine, toSeries } from './line-protocol.ts';
import type { LineSource } from './line-source.ts';

export function createMetricLines(manifest: RunManifest, rates: Rates | undefined): LineSource {
  const axis = createRunAxis(manifest);
  const metrics = createRunMetrics(manifest, rates);
  const toEvent = (kind: string, at: number): string[] =>
    toMetricLine(
      'faas_event',
      { run: manifest.runId, suite: manifest.scenario, kind },
      1,
      axis.timestampOf(at),
    );
  return {
    begin: () => [...toLines(metrics.begin()), ...toEvent('run', 0)],
    phases: (added) => metrics.phases(added),
    event: ({ kind, at }) => toEvent(kind, at),
    generator(sample) {
      metrics.generator(sample);
      return [];
    },
    write(batch) {
      metrics.write(batch);
      return [];
    },
    instances: () => undefined,
    summary: (summary) => metrics.summary(summary),
    take: (until) => metrics.take(until).flatMap(toLines),
    end: (end: RunEnd | undefined) => [
      ...metrics.end().flatMap(toLines),
      ...(end === undefined ? [] : toEvent('run', end.at)),
    ],
  };
}

function toLines({ timestamp, metrics }: MetricsSnapshot): string[] {
  return metrics
    .flatMap(toSamples)
    .flatMap(({ name, labels, value }) => toMetricLine(name, labels, value, timestamp));
}

/** VictoriaMetrics joins measurement and field with `_`: the name is cut where it will be joined again. */
function toMetricLine(name: string, labels: Labels, value: number, timestamp: bigint): string[] {
  const cut = name.lastIndexOf('_');
  const line = toLine(toSeries(name.slice(0, cut), labels), { [name.slice(cut + 1)]: value }, timestamp);
  return line === undefined ? [] : [line];
}
