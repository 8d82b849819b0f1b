/**
 * What an activator reports of a revision: every second like an instance, and the first invocation at once, which is what
 * wakes a revision at zero (knative/serving pkg/activator/handler/concurrency_reporter.go).
 */
import {
  createRequestStats,
  noteRequest,
  reportRequests,
  type RequestStats,
  type Stat,
} from './request-stats.ts';

/** Immutable; undefined while the revision is quiet. */
export type ActivatorReporter =
  | {
      readonly stats: RequestStats;
      /** Invocations of this period that were reported at once: 0 or 1. */
      readonly reportedAtOnce: number;
    }
  | undefined;

export interface ActivatorReport {
  readonly reporter: ActivatorReporter;
  /** To be recorded now; undefined when there is nothing to say. */
  readonly stat: Stat | undefined;
}

/** Reported at once for the first invocation of a quiet revision: the load is not known yet, but it is not zero. */
const firstStat: Stat = { concurrency: 1, proxiedConcurrency: 0, requests: 1, proxiedRequests: 0 };

export function noteAtActivator(
  reporter: ActivatorReporter,
  event: 'in' | 'out',
  nowMs: number,
): ActivatorReport {
  if (reporter !== undefined) {
    return { reporter: { ...reporter, stats: noteRequest(reporter.stats, event, nowMs) }, stat: undefined };
  }
  if (event === 'out') return { reporter, stat: undefined };
  const stats = noteRequest(createRequestStats(nowMs), event, nowMs);
  return { reporter: { stats, reportedAtOnce: 1 }, stat: firstStat };
}

/** The report of every second, less what was reported at once. A period without any invocation is the last one. */
export function reportAtActivator(reporter: ActivatorReporter, nowMs: number): ActivatorReport {
  if (reporter === undefined) return { reporter, stat: undefined };
  const { stat, stats } = reportRequests(reporter.stats, nowMs);
  const concurrency = Math.max(0, stat.concurrency - reporter.reportedAtOnce);
  return {
    // A report in the instant of an arrival has no time to average over, and must not forget it.
    reporter: stat.concurrency === 0 && stats.inFlight === 0 ? undefined : { stats, reportedAtOnce: 0 },
    stat: { ...stat, concurrency, requests: stat.requests - reporter.reportedAtOnce },
  };
}
