/** Watches the thresholds that may end a run while a group of phases is played. */
import { judge } from '../analyze/thresholds/judge.ts';
import { observeRecording } from '../analyze/thresholds/observe-recording.ts';
import type { Clock } from '../contract/clock.ts';
import { FaasmarkError } from '../contract/errors.ts';
import type { InvocationBatch } from '../contract/invocation-batch.ts';
import { type Phase, isForcedColdStart, isSteady } from '../contract/phase.ts';
import { canFailEarly, isInScope } from '../contract/threshold-scope.ts';
import type { ThresholdResult, ThresholdSpec } from '../contract/threshold.ts';
import { toMillis } from '../contract/units.ts';
import { type Recorder, createRecorder } from '../measure/recorder.ts';
import type { Recording } from '../measure/recording.ts';
import type { PhaseGroup } from './phase-group.ts';

export interface ThresholdWatch {
  record(batch: InvocationBatch): void;
  /** Aborts with a `THRESHOLDS_FAILED` error that names the threshold. */
  readonly signal: AbortSignal;
  close(): void;
}

/** Begins to watch the group, from now on. */
export type WatchThresholds = (group: PhaseGroup) => Promise<ThresholdWatch>;

const intervalMs = 1000;

/** @param phases - all of the run. */
export function createThresholdWatcher(
  specs: readonly ThresholdSpec[],
  phases: readonly Phase[],
  clock: Clock,
): WatchThresholds {
  const able = specs.filter((spec) => spec.abortOnFail && canFailEarly(spec.metric, spec.comparator));
  return async (group) => {
    const pairs = able.flatMap((spec) =>
      group.filter((phase) => counts(spec, phase, phases)).map((phase) => ({ spec, phase })),
    );
    // A run that nothing may end pays nothing for it.
    return pairs.length === 0 ? idle : watch(pairs, await createRecorder(), clock);
  };
}

interface Pair {
  readonly spec: ThresholdSpec;
  readonly phase: Phase;
}

const idle: ThresholdWatch = {
  record: () => undefined,
  signal: new AbortController().signal,
  close: () => undefined,
};

function watch(pairs: readonly Pair[], recorder: Recorder, clock: Clock): ThresholdWatch {
  const controller = new AbortController();
  const begun = clock.now();
  const stop = clock.every(intervalMs, () => {
    const elapsedMs = toMillis(clock.now() - begun);
    const due = pairs.filter(({ spec }) => elapsedMs >= spec.abortAfterMs);
    if (due.length === 0 || controller.signal.aborted) return;
    const recording = recorder.snapshot();
    const failed = due.map((pair) => judgeLive(pair, recording)).find((one) => one?.verdict === 'failed');
    if (failed !== undefined) controller.abort(toError(failed, elapsedMs));
  });
  return {
    record: (batch) => recorder.record(batch),
    signal: controller.signal,
    close() {
      stop();
      recorder.close();
    },
  };
}

/** As at the end, where cold starts of a load count only for a function that has no forced ones. */
function counts(spec: ThresholdSpec, phase: Phase, phases: readonly Phase[]): boolean {
  if (!isInScope(spec, phase)) return false;
  if (spec.metric.of !== 'coldStart' || spec.phase !== null || !isSteady(phase)) return true;
  return !phases.some((other) => other.function === phase.function && isForcedColdStart(other));
}

function judgeLive({ spec, phase }: Pair, recording: Recording): ThresholdResult | undefined {
  const own = recording.find((one) => one.phase === phase.id && one.function === phase.function);
  const value = own === undefined ? null : observeRecording(spec.metric, own);
  return value === null ? undefined : judge(spec, [{ function: phase.function, phase: phase.id, value }]);
}

function toError(failed: ThresholdResult, elapsedMs: number): FaasmarkError {
  const { check, phase, reason } = failed;
  const when = `after ${Math.round(elapsedMs / 1000)} s of ${phase}`;
  const message = `${check} failed ${when}: ${describeObserved(failed)}, ${reason}`;
  return new FaasmarkError('THRESHOLDS_FAILED', message, {
    hint: 'The threshold has "abortOnFail: true". What was measured until then is kept and reported.',
  });
}

function describeObserved({ observed, unit }: ThresholdResult): string {
  const value = observed ?? Number.NaN;
  if (unit === 'count') return String(value);
  return unit === 'ratio' ? `${toThreeDigits(100 * value)} %` : `${toThreeDigits(value)} ms`;
}

function toThreeDigits(value: number): number {
  return Number(value.toPrecision(3));
}
