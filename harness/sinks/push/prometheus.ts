/** Prometheus remote write: to Prometheus itself, Mimir, Thanos, Cortex and what else speaks it. */
import { toWriteAnswer } from '../server/write-answer.ts';
import { type MetricSample, type MetricsSnapshot, toSamples } from '../metrics/metric.ts';
import { loadPackage } from './load-package.ts';
import type { PushOptions } from './push-options.ts';
import type { Pusher } from './push-stream.ts';

type Labels = Record<string, string> & { __name__: string };

interface Series {
  readonly labels: Labels;
  readonly samples: { readonly value: number; readonly timestamp: number }[];
}

/**
 * Prometheus takes no sample of a series that has a newer one, and then nothing of the request. Only this run writes its
 * series, oldest first: where that is the answer to one snapshot, it was taken before, and the answer lost or the run replayed.
 */
const alreadyThere = /out of order sample|duplicate sample/;

/** @throws FaasmarkError `PACKAGE_MISSING`. */
export async function createPrometheusPusher({
  url,
  authorization,
  timeoutMs,
}: PushOptions): Promise<Pusher> {
  const { pushTimeseries } = await loadPackage(
    'prometheus-remote-write',
    () => import('prometheus-remote-write'),
  );
  return {
    name: 'prometheus',
    unit: 'samples',
    count: ({ metrics }) => metrics.reduce((total, metric) => total + toSamples(metric).length, 0),
    async send(snapshots) {
      let headers: Headers | undefined;
      try {
        const { status, errorMessage } = await pushTimeseries(toSeries(snapshots), {
          url,
          headers: {
            'content-encoding': 'snappy',
            'x-prometheus-remote-write-version': '0.1.0',
            ...(authorization === undefined ? {} : { authorization }),
          },
          // Its result has no headers, and its own `timeout` is not one of `fetch`.
          async fetch(address: string, init: object = {}) {
            const answer = await fetch(address, { ...init, signal: AbortSignal.timeout(timeoutMs) });
            headers = answer.headers;
            return answer;
          },
        });
        const isThere = snapshots.length === 1 && status === 400 && alreadyThere.test(errorMessage ?? '');
        if (isThere || (status >= 200 && status < 300)) return { kind: 'acknowledged' };
        const retryAfter = headers?.get('retry-after') ?? undefined;
        return toWriteAnswer(
          {
            statusCode: status,
            body: errorMessage ?? '',
            headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
          },
          Date.parse(headers?.get('date') ?? ''),
        );
      } catch (error) {
        return toWriteAnswer(error, Number.NaN);
      }
    },
  };
}

/** The samples of each series, oldest first. */
function toSeries(snapshots: readonly MetricsSnapshot[]): Series[] {
  const all = new Map<string, Series>();
  for (const { timestamp, metrics } of snapshots) {
    for (const sample of metrics.flatMap(toSamples)) {
      if (!Number.isFinite(sample.value)) continue;
      const labels = toLabels(sample);
      const key = JSON.stringify(labels);
      const series = all.get(key) ?? { labels, samples: [] };
      all.set(key, series);
      series.samples.push({ value: sample.value, timestamp: Number(timestamp / 1_000_000n) });
    }
  }
  return [...all.values()];
}

/** The protocol wants the names in order. */
function toLabels({ name, labels }: MetricSample): Labels {
  const entries = Object.entries({ ...labels, __name__: name });
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1))) as Labels;
}
