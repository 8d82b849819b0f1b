/** Several runs in one sentence: the first function that all of them measured, cold where they have it. */
import type { Estimate } from '../../contract/summary.ts';
import { formatDigits, formatDuration } from '../format.ts';
import type { ComparedRun } from './compared-run.ts';

export function describeComparison(runs: readonly ComparedRun[]): string {
  for (const start of ['cold', 'warm', 'unknown'] as const) {
    for (const { function: name } of runs[0]?.summary.starts ?? []) {
      const medians = runs.map((run) => findMedian(run, name, start));
      if (medians.every((one) => one !== null)) return describeMedians(runs, medians, name, start);
    }
  }
  return 'No function was measured alike in all of these runs.';
}

function findMedian({ summary }: ComparedRun, name: string, start: string): Estimate | null {
  return (
    summary.starts.find((one) => one.function === name && one.start === start)?.responseTimeMs.p50 ?? null
  );
}

function describeMedians(
  runs: readonly ComparedRun[],
  medians: readonly Estimate[],
  name: string,
  start: string,
): string {
  const kind = start === 'cold' ? 'cold start' : start === 'warm' ? 'warm invocation' : 'invocation';
  const [base] = medians;
  const each = runs.map((run, at) => {
    const own = medians[at]?.value ?? 0;
    const ratio = at === 0 || !base ? '' : `, ${describeRatio(own / base.value)}`;
    return `${formatDuration(own)} (${run.name}${ratio})`;
  });
  return `A median ${kind} of ${name} takes ${each.join(', ')}.`;
}

/** `3 times`, `0.62 times`; `as long` where two digits show no difference. */
export function describeRatio(ratio: number): string {
  const rounded = Number(ratio.toPrecision(2));
  return rounded === 1 ? 'as long' : `${formatDigits(rounded)} times`;
}
