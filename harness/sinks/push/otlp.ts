/** OpenTelemetry metrics by OTLP over HTTP (protobuf): to a collector, or to what takes its place. */
import { toWriteAnswer } from '../server/write-answer.ts';
import type { Metric, MetricPoint, MetricsSnapshot } from '../metrics/metric.ts';
import { bucketBoundsMs } from '../series/latency-buckets.ts';
import { loadPackage } from './load-package.ts';
import type { PushOptions } from './push-options.ts';
import type { Pusher } from './push-stream.ts';

type Exporter = import('@opentelemetry/exporter-metrics-otlp-proto').OTLPMetricExporter;
type ResourceMetrics = Parameters<Exporter['export']>[0];
type MetricData = ResourceMetrics['scopeMetrics'][number]['metrics'][number];
type Instant = MetricData['dataPoints'][number]['endTime'];

/** `DataPointType` and `AggregationTemporality` of @opentelemetry/sdk-metrics, which is not needed for anything else. */
const dataPointTypes = { histogram: 0, gauge: 2, counter: 3 } as const;
const cumulative = 1;
const double = 1;

/** @throws FaasmarkError `PACKAGE_MISSING`. */
export async function createOtlpPusher({ url, timeoutMs }: PushOptions): Promise<Pusher> {
  const name = '@opentelemetry/exporter-metrics-otlp-proto';
  const { OTLPMetricExporter } = await loadPackage(
    name,
    () => import('@opentelemetry/exporter-metrics-otlp-proto'),
  );
  const exporter = new OTLPMetricExporter({ url, timeoutMillis: timeoutMs });
  let began: Instant | undefined;
  return {
    name: 'otlp',
    unit: 'data points',
    count: ({ metrics }) => metrics.reduce((total, { points }) => total + points.length, 0),
    async send(snapshots) {
      began ??= toInstant(snapshots[0]?.timestamp ?? 0n);
      for (const snapshot of snapshots) {
        const error = await exportOnce(exporter, toResourceMetrics(snapshot, began));
        if (error !== undefined) return toWriteAnswer(error, Number.NaN);
      }
      return { kind: 'acknowledged' };
    },
  };
}

/** What went wrong, as `toWriteAnswer` reads it. */
async function exportOnce(exporter: Exporter, metrics: ResourceMetrics): Promise<unknown> {
  return new Promise((resolve) => {
    exporter.export(metrics, ({ error }) => {
      const { code: status, data } = (error ?? {}) as { readonly code?: unknown; readonly data?: string };
      resolve(typeof status === 'number' ? { statusCode: status, body: data } : error);
    });
  });
}

function toResourceMetrics({ timestamp, metrics }: MetricsSnapshot, began: Instant): ResourceMetrics {
  const at = toInstant(timestamp);
  return {
    resource: { attributes: { 'service.name': 'faasmark' } } as unknown as ResourceMetrics['resource'],
    scopeMetrics: [
      { scope: { name: 'faasmark' }, metrics: metrics.map((metric) => toMetricData(metric, began, at)) },
    ],
  };
}

function toMetricData({ name, kind, points }: Metric, startTime: Instant, endTime: Instant): MetricData {
  return {
    descriptor: { name, description: '', unit: '', valueType: double },
    aggregationTemporality: cumulative,
    dataPointType: dataPointTypes[kind],
    isMonotonic: kind === 'counter',
    dataPoints: points.map((point) => ({
      startTime,
      endTime,
      attributes: point.labels,
      value: toValue(point),
    })),
  } as MetricData;
}

function toValue(point: MetricPoint): unknown {
  if ('value' in point) return point.value;
  const { count, sumMs, buckets } = point.histogram;
  return { count, sum: sumMs, buckets: { boundaries: [...bucketBoundsMs], counts: buckets } };
}

function toInstant(timestamp: bigint): Instant {
  return [Number(timestamp / 1_000_000_000n), Number(timestamp % 1_000_000_000n)];
}
