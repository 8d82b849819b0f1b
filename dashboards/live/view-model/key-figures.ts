/** Up to four figures in large type, each with its interval or what belongs to it. */
import type { RunSummary } from '../../../harness/contract/summary.ts';
import { findPairs } from '../../../harness/report/describe-verdict.ts';
import { formatInterval } from '../../../harness/report/format-estimate.ts';
import { formatCount, formatDuration, formatUsd, unknownValue } from '../../../harness/report/format.ts';

export interface KeyFigure {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
  readonly tone: 'cold' | 'warm' | 'ink';
}

export function toKeyFigures(summary: RunSummary): KeyFigure[] {
  return [...toStartFigures(summary), ...toScaleOutFigures(summary), ...toCostFigures(summary)];
}

function toStartFigures({ starts }: RunSummary): KeyFigure[] {
  const [pair] = findPairs(starts);
  if (pair === undefined) return [];
  return (['cold', 'warm'] as const).map((tone) => ({
    name: `${pair.function}, ${tone}, p50`,
    value: formatDuration(pair[tone].value),
    detail: formatInterval(pair[tone], formatDuration),
    tone,
  }));
}

function toScaleOutFigures({ scaleOuts }: RunSummary): KeyFigure[] {
  const [first] = scaleOuts;
  if (first === undefined) return [];
  const { timeToAllMs, timeToHalfMs, invocations, instances } = first;
  const half = timeToHalfMs === null ? '' : `half after ${formatDuration(timeToHalfMs)}`;
  return [
    {
      name: `${first.function}, 0 to ${formatCount(invocations)} instances`,
      value: timeToAllMs === null ? unknownValue : formatDuration(timeToAllMs),
      detail: timeToAllMs === null ? `only ${formatCount(instances)} ran` : half,
      tone: 'ink',
    },
  ];
}

function toCostFigures({ cost, starts }: RunSummary): KeyFigure[] {
  const priced = cost?.functions.filter((one) => one.costPerMillionUsd !== null) ?? [];
  const first = priced.find((one) => one.function === findPairs(starts)[0]?.function) ?? priced[0];
  const estimate = first?.costPerMillionUsd;
  if (first === undefined || !estimate) return [];
  return [
    {
      name: `${first.function}, a million successful`,
      value: formatUsd(estimate.value),
      detail: formatInterval(estimate, formatUsd),
      tone: 'ink',
    },
  ];
}
