/** The generator's verdict on itself: a slow generator must never pass for a slow platform. */
import type { RunRecord } from '../contract/run-record.ts';
import type { GeneratorSample } from '../contract/sink.ts';
import type { Distribution, GeneratorSummary } from '../contract/summary.ts';
import type { Millis } from '../contract/units.ts';
import type { MeasuredPhase } from './measured.ts';
import { toSendDelays, toServiceTimes } from './times.ts';

/** Share of the p50 service time up to which lateness does not matter. */
const toleratedShare = 0.05;
/** Share of its time that a sending thread may be busy; a thread that spins is never idle, and says nothing by it. */
const mostBusy = 0.9;

type PhaseVerdict = GeneratorSummary['phases'][number] & { readonly reasons: readonly string[] };

export function summarizeGenerator(
  measured: readonly MeasuredPhase[],
  { manifest, generator: samples }: Pick<RunRecord, 'manifest' | 'generator'>,
): GeneratorSummary {
  const { maxSendDelayMs } = manifest.generator;
  const verdicts = measured.map((one) => judgePhase(one, samples, maxSendDelayMs));
  const reasons = verdicts.flatMap(({ phase, reasons: own }) => own.map((reason) => `${phase}: ${reason}`));
  const invocations = measured.flatMap((one) => one.invocations);
  return {
    verdict: reasons.length > 0 ? 'generator-limited' : isSilent(samples) ? 'unknown' : 'ok',
    reasons,
    scheduled: invocations.length,
    sent: invocations.filter((one) => one.sentAt !== undefined).length,
    dropped: invocations.filter((one) => one.outcome === 'dropped').length,
    sendDelayMs: toSendDelays(invocations),
    phases: verdicts.map(({ reasons: _, ...verdict }) => verdict),
  };
}

/** An engine that is not ours may not tell how late it was. */
function isSilent(samples: readonly GeneratorSample[]): boolean {
  return samples.some((one) => one.pacing === 'none');
}

function judgePhase(
  measured: MeasuredPhase,
  samples: readonly GeneratorSample[],
  maxSendDelayMs: Millis,
): PhaseVerdict {
  const { phase, invocations } = measured;
  const sendDelayMs = toSendDelays(invocations);
  const serviceTimeMs = toServiceTimes(invocations).p50?.value ?? 0;
  const limitMs = Math.max(maxSendDelayMs, toleratedShare * serviceTimeMs);
  const { name, value } = toTail(sendDelayMs);
  const dropped = invocations.filter((one) => one.outcome === 'dropped').length;
  const busy = toMedianUtilization(measured, samples);
  const reasons = [
    ...(value !== null && value > limitMs
      ? [`${name} send delay ${value.toFixed(1)} ms, more than ${limitMs.toFixed(1)} ms`]
      : []),
    ...(dropped > 0 ? [`${dropped} ${dropped === 1 ? 'invocation was' : 'invocations were'} dropped`] : []),
    ...(busy > mostBusy ? [`the sending thread was ${Math.round(busy * 100)} % busy`] : []),
  ];
  return { phase: phase.id, limited: reasons.length > 0, sendDelayMs, limitMs, reasons };
}

/** p99, or the highest quantile that so few invocations can bear. */
function toTail({ p99, p95, p50, max }: Distribution): {
  readonly name: string;
  readonly value: number | null;
} {
  if (p99 !== null) return { name: 'p99', value: p99.value };
  if (p95 !== null) return { name: 'p95', value: p95.value };
  return p50 === null ? { name: 'maximum', value: max } : { name: 'p50', value: p50.value };
}

/** Over the seconds of the phase; one busy second is a hiccup, half of them are a limit. 0 where nothing is known. */
function toMedianUtilization({ invocations }: MeasuredPhase, samples: readonly GeneratorSample[]): number {
  let [first, last] = [Infinity, -Infinity];
  for (const { intendedStart, endedAt } of invocations) {
    first = Math.min(first, intendedStart);
    last = Math.max(last, endedAt);
  }
  const busy = samples
    .filter((one) => one.pacing !== 'spin' && one.at > first && one.at <= last)
    .map((one) => one.eventLoopUtilization)
    .toSorted((a, b) => a - b);
  return busy[busy.length >> 1] ?? 0;
}
