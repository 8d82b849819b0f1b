/** Metrics as monitoring systems know them: counters that only grow, gauges, histograms; each with its labels. */
import { bucketBoundsMs } from '../series/latency-buckets.ts';

export type Labels = Readonly<Record<string, string>>;

export interface Metric {
  /** `faas_invocations_total`: the unit is in the name, and a counter ends in `_total`. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly points: readonly MetricPoint[];
}

export type MetricPoint =
  | { readonly labels: Labels; readonly value: number }
  | { readonly labels: Labels; readonly histogram: HistogramValue };

/** Since the run began. */
export interface HistogramValue {
  readonly count: number;
  readonly sumMs: number;
  /** Disjoint, by position in `bucketFields`. */
  readonly buckets: readonly number[];
}

/** All metrics as they stood at one instant. */
export interface MetricsSnapshot {
  /** Nanoseconds since the Unix epoch. */
  readonly timestamp: bigint;
  readonly metrics: readonly Metric[];
}

/** One number of one series. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** As Prometheus and VictoriaMetrics keep them: a histogram becomes cumulative buckets by the label `le`. */
export function toSamples({ name, points }: Metric): MetricSample[] {
  return points.flatMap((point) =>
    'value' in point ? [{ name, ...point }] : toHistogramSamples(name, point.labels, point.histogram),
  );
}

function toHistogramSamples(
  name: string,
  labels: Labels,
  { count, sumMs, buckets }: HistogramValue,
): MetricSample[] {
  let below = 0;
  const bounded = bucketBoundsMs.map((bound, at) => {
    below += buckets[at] ?? 0;
    return { name: `${name}_bucket`, labels: { ...labels, le: String(bound) }, value: below };
  });
  return [
    ...bounded,
    { name: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
    { name: `${name}_sum`, labels, value: sumMs },
    { name: `${name}_count`, labels, value: count },
  ];
}
