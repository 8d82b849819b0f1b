/**
 * A run as lines of InfluxDB line protocol: section by section of the schema in README.md. Pure: it is told what
 * happened and until when, and gives the lines; the same invocations in the same order always end in the same points.
 */
import type { InstanceRecord } from '../../contract/provider.ts';
import type { GeneratorSample, RunManifest } from '../../contract/sink.ts';
import type { RunSummary } from '../../contract/summary.ts';
import type { Nanos } from '../../contract/units.ts';
import { createDemand } from './demand.ts';
import { toInstanceSeconds } from './instance-seconds.ts';
import { createInvocationLines } from './invocation-lines.ts';
import { toLine } from './line-protocol.ts';
import type { Fields } from '../series/fields.ts';
import type { LineSource } from './line-source.ts';
import { type Rates, createPricer } from '../series/rates.ts';
import { toRollupFields } from './rollup.ts';
import { createRunAxis, toSecondTimestamp } from '../series/run-axis.ts';
import { createRunSeries } from './run-tags.ts';
import { createRunTotals } from '../series/run-totals.ts';
import { type FunctionSecond, createWindowAggregator } from './window-aggregator.ts';
import { toWindowFields } from './window.ts';

export interface RunLinesOptions {
  readonly rates?: Rates | undefined;
  /** Share of the invocations that are also written one by one. Default: 0. */
  readonly invocationShare?: number;
}

export function createRunLines(
  manifest: RunManifest,
  { rates, invocationShare = 0 }: RunLinesOptions = {},
): LineSource {
  const axis = createRunAxis(manifest);
  const series = createRunSeries(manifest);
  const windows = createWindowAggregator(axis, createPricer(manifest, rates));
  const single = createInvocationLines(series, axis, invocationShare);
  const demand = createDemand(axis);
  const totals = createRunTotals(manifest);
  const instances: InstanceRecord[] = [];
  const hasRates = rates !== undefined;
  let result: RunSummary | undefined;
  let lastAt = 0;
  const lastEvents = new Map<string, bigint>();

  const toEventLine = (kind: string, at: Nanos, fields: Fields): string[] => {
    // Two events of a kind at one instant would be one point.
    let timestamp = axis.timestampOf(at);
    const last = lastEvents.get(kind);
    if (last !== undefined && timestamp <= last) timestamp = last + 1n;
    lastEvents.set(kind, timestamp);
    return present([toLine(series.event(kind), fields, timestamp)]);
  };

  const toSecondLines = (second: FunctionSecond): (string | undefined)[] => {
    const timestamp = toSecondTimestamp(second.second);
    return [
      ...second.windows
        .filter((one) => one.isNew)
        .map(({ start, outcome, window, sealed }) =>
          toLine(
            series.window(second.fn, start, outcome),
            toWindowFields(window, sealed, hasRates),
            timestamp,
          ),
        ),
      toLine(series.rollup(second.fn), toRollupFields(second, hasRates), timestamp),
    ];
  };

  /** Fields of the same point that become known at another time: the database joins them. */
  const toRollupLine = (fn: string, second: number, fields: Fields): string | undefined =>
    toLine(series.rollup(fn), fields, toSecondTimestamp(second));

  const takeBefore = (second: number): string[] =>
    present([
      ...windows.take(second).flatMap(toSecondLines),
      ...demand
        .take(second)
        .map(({ fn, second: at, target, inFlight }) =>
          toRollupLine(fn, at, { target_rps: target, inflight: BigInt(inFlight) }),
        ),
    ]);

  const toInstanceLines = (end: Nanos): string[] =>
    present(
      toInstanceSeconds(instances, end, axis).map(({ fn, second, alive, created, removed }) =>
        toRollupLine(fn, second, {
          instances: BigInt(alive),
          inst_new: BigInt(created),
          inst_gone: BigInt(removed),
        }),
      ),
    );

  const toSummaryLines = (): string[] => {
    if (result === undefined) return [];
    // At the start of the run: the one instant that a repeated summary shares with the first.
    const at = axis.timestampOf(0);
    return present(totals.summarize(result).map(({ fn, fields }) => toLine(series.summary(fn), fields, at)));
  };

  return {
    begin: () =>
      toEventLine('run', 0, {
        title: `${manifest.scenario} begins`,
        text: `${manifest.provider.id} at ${manifest.provider.endpoint}`,
        tags: `${manifest.scenario},${manifest.provider.id}`,
        config: JSON.stringify(manifest.scenarioSource),
        version: manifest.versions['faasmark'],
      }),
    phases: (added) => totals.phases(added),
    event: ({ at, kind, title, text }) => toEventLine(kind, at, { title, text, tags: kind }),
    generator: (sample) =>
      present([
        toLine(series.generator(sample.worker), toGeneratorFields(sample), axis.timestampOf(sample.at)),
      ]),
    write(batch) {
      windows.add(batch);
      demand.add(batch);
      totals.add(batch);
      for (const at of batch.endedAt) if (at > lastAt) lastAt = at;
      return single.toLines(batch);
    },
    instances: (records) => void instances.push(...records),
    summary: (summary) => void (result = summary),
    take: (until) => takeBefore(axis.secondOf(until)),
    end(end) {
      const at = Math.max(end?.at ?? 0, lastAt);
      return [
        ...takeBefore(Number.POSITIVE_INFINITY),
        ...toInstanceLines(at),
        ...toSummaryLines(),
        ...(end === undefined
          ? []
          : toEventLine('run', at, {
              title: `${manifest.scenario} ${end.outcome}`,
              text: end.reason,
              tags: `${manifest.scenario},${manifest.provider.id}`,
              outcome: end.outcome,
            })),
      ];
    },
  };
}

function toGeneratorFields(sample: GeneratorSample): Fields {
  return {
    sched: BigInt(sample.scheduled),
    sent: BigInt(sample.sent),
    dropped: BigInt(sample.dropped),
    inflight: BigInt(sample.inFlight),
    lag_max_ms: sample.sendDelayMaxMs,
    eld_p99_ms: sample.eventLoopDelayP99Ms,
    cpu_pct: sample.cpuPercent,
    busy_pct: sample.eventLoopUtilization * 100,
    gc_ms: sample.gcPauseMs,
    connections: BigInt(sample.connections),
  };
}

function present(lines: readonly (string | undefined)[]): string[] {
  return lines.filter((line) => line !== undefined);
}
