/** What is counted of the invocations of a run since it began, by function, kind of start and outcome. */
import type { Outcome, StartKind } from '../../contract/invocation.ts';
import { toMillis } from '../../contract/units.ts';
import type { EndedInvocation } from '../series/ended-invocation.ts';
import { bucketFields, bucketOf } from '../series/latency-buckets.ts';
import type { Labels, Metric, MetricPoint } from './metric.ts';

export interface CountedInvocation extends EndedInvocation {
  readonly fn: string;
  readonly start: StartKind;
  readonly outcome: Outcome;
  readonly instance: string | undefined;
}

interface Total {
  readonly labels: Labels;
  count: number;
  timed: number;
  sumMs: number;
  initMs: number;
  billedMs: number;
  costUsd: number;
  readonly buckets: number[];
}

export interface InvocationTotals {
  add(invocation: CountedInvocation): void;
  toMetrics(): Metric[];
}

/** @param common - labels of every series. */
export function createInvocationTotals(common: Labels, hasRates: boolean): InvocationTotals {
  const totals = new Map<string, Total>();
  const instances = new Map<string, Set<string>>();

  const totalOf = ({ fn, start, outcome }: CountedInvocation): Total => {
    const key = `${fn}\n${start}\n${outcome}`;
    let total = totals.get(key);
    if (total === undefined) {
      const labels = { ...common, fn, boot: start, outcome };
      const buckets = bucketFields.map(() => 0);
      total = { labels, count: 0, timed: 0, sumMs: 0, initMs: 0, billedMs: 0, costUsd: 0, buckets };
      totals.set(key, total);
    }
    return total;
  };

  const each = (valueOf: (total: Total) => number): MetricPoint[] =>
    Array.from(totals.values(), (total) => ({ labels: total.labels, value: valueOf(total) }));

  return {
    add(one) {
      const total = totalOf(one);
      total.count++;
      total.initMs += orZero(one.initDurationMs);
      total.billedMs += orZero(one.billedDurationMs);
      total.costUsd += one.costUsd;
      if (one.instance !== undefined) {
        const seen = instances.get(one.fn) ?? new Set();
        instances.set(one.fn, seen.add(one.instance));
      }
      if (Number.isNaN(one.responseTime)) return;
      const millis = toMillis(one.responseTime);
      const bucket = bucketOf(millis);
      total.timed++;
      total.sumMs += millis;
      total.buckets[bucket] = (total.buckets[bucket] ?? 0) + 1;
    },
    toMetrics: () => [
      { name: 'faas_invocations_total', kind: 'counter', points: each(({ count }) => count) },
      { name: 'faas_init_ms_total', kind: 'counter', points: each(({ initMs }) => initMs) },
      { name: 'faas_billed_ms_total', kind: 'counter', points: each(({ billedMs }) => billedMs) },
      ...(hasRates
        ? [
            {
              name: 'faas_cost_usd_total',
              kind: 'counter' as const,
              points: each(({ costUsd }) => costUsd),
            },
          ]
        : []),
      {
        name: 'faas_instances_total',
        kind: 'counter',
        points: Array.from(instances, ([fn, seen]) => ({ labels: { ...common, fn }, value: seen.size })),
      },
      {
        name: 'faas_response_time_ms',
        kind: 'histogram',
        points: Array.from(totals.values(), ({ labels, timed, sumMs, buckets }) => ({
          labels,
          histogram: { count: timed, sumMs, buckets: [...buckets] },
        })),
      },
    ],
  };
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
