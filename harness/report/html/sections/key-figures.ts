/** Up to four figures in large type, each with its interval or what belongs to it. */
import type { RunSummary } from '../../../contract/summary.ts';
import { formatCount, formatDuration, formatUsd, unknownValue } from '../../format.ts';
import { findPairs } from '../../describe-verdict.ts';
import { formatInterval } from '../estimate.ts';
import { type Markup, markup } from '../../markup.ts';

interface KeyFigure {
  readonly name: string;
  readonly value: string;
  readonly detail: string;
  readonly kind: 'cold' | 'warm' | 'neutral';
}

export function renderKeyFigures(summary: RunSummary): Markup {
  const figures = [...toStartFigures(summary), ...toScaleOutFigures(summary), ...toCostFigures(summary)];
  if (figures.length === 0) return markup``;
  return markup`<dl class="figures-strip">
${figures.map(
  ({ name, value, detail, kind }) =>
    markup`<div class="${kind}"><dt>${name}</dt><dd>${value}<small>${detail}</small></dd></div>\n`,
)}</dl>
`;
}

function toStartFigures({ starts }: RunSummary): KeyFigure[] {
  const pair = findPairs(starts)[0];
  if (pair === undefined) return [];
  const toFigure = (kind: 'cold' | 'warm'): KeyFigure => ({
    name: `${pair.function}, ${kind}, p50`,
    value: formatDuration(pair[kind].value),
    detail: formatInterval(pair[kind]),
    kind,
  });
  return [toFigure('cold'), toFigure('warm')];
}

function toScaleOutFigures({ scaleOuts }: RunSummary): KeyFigure[] {
  const first = scaleOuts[0];
  if (first === undefined) return [];
  const { timeToAllMs, timeToHalfMs, invocations, instances } = first;
  const wanted = formatCount(invocations);
  const half = timeToHalfMs === null ? '' : `half after ${formatDuration(timeToHalfMs)}`;
  return [
    {
      name: `${first.function}, 0 to ${wanted} instances`,
      value: timeToAllMs === null ? unknownValue : formatDuration(timeToAllMs),
      detail: timeToAllMs === null ? `only ${formatCount(instances)} ran` : half,
      kind: 'neutral',
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
      kind: 'neutral',
    },
  ];
}
