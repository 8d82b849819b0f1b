/** From what a recorder has seen to the values that a threshold is about, while the run lasts. */
import { type Statistic, type ThresholdMetric, quantiles } from '../../contract/threshold.ts';
import { meanMs, microsPerMilli, quantileMs, type RecordedTimes } from '../../measure/recorded-times.ts';
import type { PhaseRecording } from '../../measure/recording.ts';
import { leastSample } from '../distribution.ts';

/** Fewer are no ground to end a run: one slow invocation in 20, one failure in 100 may be all there will be. */
const leastTimes = 20;
const leastForRate = 100;

/** @returns null while the sample is too small, and for what is known only at the end. */
export function observeRecording(metric: ThresholdMetric, recording: PhaseRecording): number | null {
  switch (metric.of) {
    case 'responseTime':
    case 'serviceTime':
    case 'coldStart':
      return toStatistic(recording[metric.of], metric.statistic);
    case 'coldStartRate': {
      const { cold, warm, coldWaiter } = recording.startKinds;
      return toShare(cold, cold + warm + coldWaiter);
    }
    case 'outcome': {
      const count = recording.outcomes[metric.outcome];
      if (metric.as === 'count') return count;
      return toShare(
        count,
        Object.values(recording.outcomes).reduce((sum, one) => sum + one, 0),
      );
    }
    case 'initDuration':
    case 'sendDelay':
    case 'achievedRate':
    case 'costPerMillionUsd':
    case 'timeToAll':
    case 'utilisation':
      return null;
  }
}

function toStatistic(times: RecordedTimes, statistic: Statistic): number | null {
  if (times.count < leastTimes) return null;
  switch (statistic) {
    case 'mean':
      return meanMs(times);
    case 'max':
      return (times.maxMicros ?? 0) / microsPerMilli;
    case 'min':
      return (times.minMicros ?? 0) / microsPerMilli;
    case 'p50':
    case 'p95':
    case 'p99':
    case 'p99.9': {
      const q = quantiles[statistic];
      return times.count < leastSample(q) ? null : quantileMs(times, q);
    }
  }
}

function toShare(part: number, whole: number): number | null {
  return whole < leastForRate ? null : part / whole;
}
