/**
 * What is known about the invocations of one function that ended in one second with one outcome and one kind of
 * start. Windows merge: the parts of a split batch add up to the window of the whole.
 */
import type { Millis } from '../../contract/units.ts';
import { type ResponseTimeHistogram, createHistogram, decodeHistogram } from '../../measure/histogram.ts';
import type { EndedInvocation } from '../series/ended-invocation.ts';
import { type Fields, toPercentileFields } from '../series/fields.ts';
import { bucketFields, bucketOf } from '../series/latency-buckets.ts';
import { toMillis } from '../../contract/units.ts';

interface WindowSums {
  count: number;
  /** How many of them have a response time. */
  timed: number;
  sumMs: Millis;
  minMs: Millis;
  maxMs: Millis;
  initSumMs: Millis;
  billedMs: Millis;
  costUsd: number;
  /** By position in `bucketFields`. */
  readonly buckets: number[];
}

export interface Window extends WindowSums {
  readonly histogram: ResponseTimeHistogram;
}

/** A window that was written: small, and good to be opened again when an invocation comes late. */
export interface SealedWindow extends Readonly<WindowSums> {
  readonly hdr: string | undefined;
}

export function createWindow(): Window {
  return {
    count: 0,
    timed: 0,
    sumMs: 0,
    minMs: Number.POSITIVE_INFINITY,
    maxMs: Number.NEGATIVE_INFINITY,
    initSumMs: 0,
    billedMs: 0,
    costUsd: 0,
    buckets: bucketFields.map(() => 0),
    histogram: createHistogram(),
  };
}

export function addToWindow(window: Window, invocation: EndedInvocation): void {
  const { responseTime, initDurationMs, billedDurationMs, costUsd } = invocation;
  window.count++;
  window.initSumMs += orZero(initDurationMs);
  window.billedMs += orZero(billedDurationMs);
  window.costUsd += orZero(costUsd);
  if (Number.isNaN(responseTime)) return;
  const millis = toMillis(responseTime);
  const bucket = bucketOf(millis);
  window.timed++;
  window.sumMs += millis;
  window.minMs = Math.min(window.minMs, millis);
  window.maxMs = Math.max(window.maxMs, millis);
  window.buckets[bucket] = (window.buckets[bucket] ?? 0) + 1;
  window.histogram.record(responseTime);
}

/** Adds what `part` holds to `whole`. */
export function mergeIntoWindow(whole: Window, part: Window): void {
  whole.count += part.count;
  whole.timed += part.timed;
  whole.sumMs += part.sumMs;
  whole.minMs = Math.min(whole.minMs, part.minMs);
  whole.maxMs = Math.max(whole.maxMs, part.maxMs);
  whole.initSumMs += part.initSumMs;
  whole.billedMs += part.billedMs;
  whole.costUsd += part.costUsd;
  part.buckets.forEach((count, at) => (whole.buckets[at] = (whole.buckets[at] ?? 0) + count));
  whole.histogram.add(part.histogram);
}

export function sealWindow({ histogram, ...sums }: Window): SealedWindow {
  return { ...sums, hdr: sums.timed === 0 ? undefined : histogram.encode() };
}

export function openWindow({ hdr, ...sums }: SealedWindow): Window {
  const histogram = hdr === undefined ? createHistogram() : decodeHistogram(hdr, sums.maxMs);
  return { ...sums, buckets: [...sums.buckets], histogram };
}

/** The fields of `faas_window`. Without rates there is no cost; without response times, no percentiles. */
export function toWindowFields(window: Window, sealed: SealedWindow, hasRates: boolean): Fields {
  return {
    count: BigInt(window.count),
    ...(window.timed === 0 ? {} : toTimeFields(window)),
    init_sum_ms: window.initSumMs,
    billed_ms: window.billedMs,
    cost_usd: hasRates ? window.costUsd : undefined,
    hdr: sealed.hdr,
  };
}

function toTimeFields({ sumMs, minMs, maxMs, histogram, buckets }: Window): Fields {
  const filled = buckets.flatMap((count, at) => (count === 0 ? [] : [[bucketFields[at], BigInt(count)]]));
  return {
    sum_ms: sumMs,
    min_ms: minMs,
    max_ms: maxMs,
    ...toPercentileFields(histogram, [50, 90, 99]),
    ...(Object.fromEntries(filled) as Fields),
  };
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
