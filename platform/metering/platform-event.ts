/**
 * What the platform tells about the life of an instance and its invocations: the events of Lambda's Telemetry API, which
 * are also the lines of a JSON log (docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html, November 2026).
 */
import type { LogLevel } from '../control/logging-settings.ts';
import type { ReportFields } from './report-line.ts';

export type PlatformEventType =
  | 'platform.initStart'
  | 'platform.initRuntimeDone'
  | 'platform.initReport'
  | 'platform.start'
  | 'platform.runtimeDone'
  | 'platform.report'
  | 'platform.extension'
  | 'platform.telemetrySubscription'
  | 'platform.logsSubscription'
  | 'platform.logsDropped';

export interface PlatformEvent {
  /** RFC 3339. */
  readonly time: string;
  readonly type: PlatformEventType;
  readonly record: Readonly<Record<string, unknown>>;
}

/** `failure`: the platform's; `error`: the function's. */
export type EventStatus = 'success' | 'failure' | 'error' | 'timeout';

export type InitializationType = 'on-demand' | 'provisioned-concurrency' | 'snap-start';

export interface InitFields {
  readonly initializationType: InitializationType;
  /** `init`: before the invocation; `invoke`: repeated within it. */
  readonly phase: 'init' | 'invoke';
}

export interface EndFields {
  readonly status: EventStatus;
  readonly errorType?: string | undefined;
}

export function toEvent(
  type: PlatformEventType,
  epochMs: number,
  record: Readonly<Record<string, unknown>>,
): PlatformEvent {
  return { time: new Date(epochMs).toISOString(), type, record };
}

export function toInitRuntimeDone(epochMs: number, init: InitFields, end: EndFields): PlatformEvent {
  return toEvent('platform.initRuntimeDone', epochMs, { ...init, ...toEnd(end) });
}

export function toInitReport(
  epochMs: number,
  init: InitFields,
  end: EndFields,
  durationMs: number,
): PlatformEvent {
  return toEvent('platform.initReport', epochMs, { ...init, ...toEnd(end), metrics: { durationMs } });
}

export function toRuntimeDone(
  epochMs: number,
  requestId: string,
  end: EndFields,
  metrics: { readonly durationMs: number; readonly producedBytes: number },
): PlatformEvent {
  return toEvent('platform.runtimeDone', epochMs, { requestId, ...toEnd(end), metrics });
}

export function toReport(
  epochMs: number,
  fields: Omit<ReportFields, 'status' | 'errorType'>,
  end: EndFields,
): PlatformEvent {
  return toEvent('platform.report', epochMs, {
    requestId: fields.requestId,
    metrics: {
      durationMs: fields.durationMs,
      billedDurationMs: fields.billedDurationMs,
      memorySizeMB: fields.memoryLimitMiB,
      maxMemoryUsedMB: fields.maxMemoryUsedMiB,
      ...(fields.initDurationMs !== undefined && toStartMetrics(fields.initDurationMs, fields.isRestored)),
    },
    ...toEnd(end),
  });
}

function toStartMetrics(durationMs: number, isRestored = false): Record<string, number> {
  if (!isRestored) return { initDurationMs: durationMs };
  return { restoreDurationMs: durationMs, billedRestoreDurationMs: Math.ceil(durationMs) };
}

function toEnd({ status, errorType }: EndFields): Record<string, unknown> {
  return { status, ...(errorType !== undefined && { errorType }) };
}

/** Level of an event as a line of the log (docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html). */
export function toLogLevel({ type, record }: PlatformEvent): LogLevel {
  const isSuccess = record['status'] === undefined || record['status'] === 'success';
  switch (type) {
    case 'platform.initStart':
      return 'DEBUG';
    case 'platform.initReport':
      if (record['initializationType'] !== 'on-demand') return 'INFO';
      return isSuccess ? 'DEBUG' : 'WARN';
    case 'platform.initRuntimeDone':
    case 'platform.runtimeDone':
      return isSuccess ? 'DEBUG' : 'WARN';
    case 'platform.report':
      return isSuccess ? 'INFO' : 'WARN';
    case 'platform.start':
    case 'platform.extension':
    case 'platform.telemetrySubscription':
    case 'platform.logsSubscription':
      return 'INFO';
    case 'platform.logsDropped':
      return 'WARN';
  }
}
