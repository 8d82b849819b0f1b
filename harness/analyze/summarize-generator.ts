/** The generator's verdict on itself: a slow generator must never pass for a slow platform. */
import type { Distribution, GeneratorSummary } from '../contract/summary.ts';
import type { MeasuredPhase } from './measured.ts';
import { toSendDelays, toServiceTimes } from './times.ts';

/** Lateness that never matters, and the share of the p50 service time from which it does. */
const tolerance = { leastMs: 1, shareOfServiceTime: 0.05 } as const;

export function summarizeGenerator(measured: readonly MeasuredPhase[]): GeneratorSummary {
  const phases = measured.map(judgePhase);
  const invocations = measured.flatMap((one) => one.invocations);
  const dropped = invocations.filter((one) => one.outcome === 'dropped').length;
  const reasons = [
    ...phases
      .filter((one) => one.limited)
      .map(
        ({ phase, sendDelayMs, limitMs }) =>
          `${phase}: sent ${toTail(sendDelayMs)?.toFixed(1)} ms late, more than ${limitMs.toFixed(1)} ms`,
      ),
    ...(dropped > 0 ? [`${dropped} invocations were dropped`] : []),
  ];
  return {
    verdict: reasons.length === 0 ? 'ok' : 'generator-limited',
    reasons,
    scheduled: invocations.length,
    sent: invocations.filter((one) => one.sentAt !== undefined).length,
    dropped,
    sendDelayMs: toSendDelays(invocations),
    phases,
  };
}

function judgePhase({ phase, invocations }: MeasuredPhase): GeneratorSummary['phases'][number] {
  const sendDelayMs = toSendDelays(invocations);
  const serviceTimeMs = toServiceTimes(invocations).p50?.value ?? 0;
  const limitMs = Math.max(tolerance.leastMs, tolerance.shareOfServiceTime * serviceTimeMs);
  return { phase: phase.id, limited: (toTail(sendDelayMs) ?? 0) > limitMs, sendDelayMs, limitMs };
}

/** p99, or the highest quantile that so few invocations can bear. */
function toTail({ p99, p95, p50, max }: Distribution): number | null {
  return p99?.value ?? p95?.value ?? p50?.value ?? max;
}
