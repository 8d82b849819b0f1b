/** The result of a run as Markdown that fits a pull request: the verdict, what was demanded and found, the rest folded. */
import type { Finding } from '../contract/finding.ts';
import type { RunSummary } from '../contract/summary.ts';
import { toCommandLine } from './command-line.ts';
import { describeVerdict } from './describe-verdict.ts';
import { describeShortage } from './format-finding.ts';
import { describeThresholds } from './format-threshold.ts';
import { formatDuration, formatUsd } from './format.ts';
import { escapeMarkdown, fold, toMarkdownTable } from './markdown/text.ts';
import { toAlwaysOnTable, toCostTable, toSharesTable } from './tables/cost.ts';
import { toErrorsTable } from './tables/errors.ts';
import { toFiguresTable, toFindingTable } from './tables/findings.ts';
import { toGeneratorTable } from './tables/generator.ts';
import { toLoadsTable } from './tables/loads.ts';
import { toScaleOutsTable } from './tables/scale-outs.ts';
import { toStartsTable } from './tables/starts.ts';
import { toThresholdsTable } from './tables/thresholds.ts';

/** The same summary gives the same text. Ends with a line break. */
export function renderMarkdown(summary: RunSummary): string {
  const blocks = [
    `### ${toMark(summary)} faasmark: ${escapeMarkdown(summary.scenario)} on ${escapeMarkdown(summary.provider.id)}`,
    `**${escapeMarkdown(describeVerdict(summary))}**`,
    ...toLimited(summary),
    ...toThresholds(summary),
    ...summary.findings.flatMap(toFinding),
    ...(summary.starts.length === 0 ? [] : [toMarkdownTable(toStartsTable(summary))]),
    ...toFolded(summary),
    toFooter(summary),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** What decides the exit code decides the mark. */
function toMark({ outcome, thresholds, generator }: RunSummary): string {
  if (outcome !== 'completed' || thresholds.some((one) => one.verdict === 'failed')) return '❌';
  return generator.verdict === 'generator-limited' ? '⚠️' : '✅';
}

function toLimited({ generator }: RunSummary): string[] {
  if (generator.verdict !== 'generator-limited') return [];
  return [
    [
      '> ⚠️ **Generator-limited**: the times below are not the platform’s alone; do not quote them.',
      ...generator.reasons.map((reason) => `> - ${escapeMarkdown(reason)}`),
    ].join('\n'),
  ];
}

function toThresholds(summary: RunSummary): string[] {
  if (summary.thresholds.length === 0) return [];
  return [
    `**Thresholds: ${describeThresholds(summary.thresholds)}**`,
    toMarkdownTable(toThresholdsTable(summary)),
  ];
}

function toFinding(finding: Finding): string[] {
  const { experiment, conclusion, tables, notes } = finding;
  const isAnswered = conclusion.verdict === 'answered';
  const sentence = isAnswered
    ? escapeMarkdown(conclusion.sentence)
    : `_inconclusive_: ${escapeMarkdown(conclusion.sentence)} ${describeShortage(conclusion)}`;
  const figures = toFiguresTable(finding);
  const details = [
    ...(figures === null ? [] : [toMarkdownTable(figures)]),
    ...tables.flatMap((table) => [
      `**${escapeMarkdown(table.title)}**`,
      toMarkdownTable(toFindingTable(table)),
    ]),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')]),
  ];
  return [
    `**${escapeMarkdown(experiment)}**: ${sentence}`,
    ...(details.length === 0 ? [] : [fold('Figures', details)]),
  ];
}

function toFolded(summary: RunSummary): string[] {
  const { scaleOuts, loads, cost, errors, generator } = summary;
  return [
    ...(scaleOuts.length === 0 ? [] : [fold('Scale-out', [toMarkdownTable(toScaleOutsTable(summary))])]),
    ...(loads.length === 0 ? [] : [fold('Load', [toMarkdownTable(toLoadsTable(summary))])]),
    ...(cost === null
      ? []
      : [
          fold(`Cost: ${formatUsd(cost.totalUsd)}`, [
            ...[toCostTable(cost), toSharesTable(cost), toAlwaysOnTable(cost)].map(toMarkdownTable),
            `Prices: ${escapeMarkdown(`${cost.priceBook}, ${cost.region}, ${cost.architecture}, as of ${cost.asOf}`)}.`,
          ]),
        ]),
    ...(errors.length === 0 ? [] : [fold('Errors', [toMarkdownTable(toErrorsTable(summary))])]),
    fold(`Generator: ${generator.verdict}`, [toMarkdownTable(toGeneratorTable(generator))]),
  ];
}

function toFooter(summary: RunSummary): string {
  const { runId, startedAt, durationMs } = summary;
  return `<sub>Run ${escapeMarkdown(runId)}, ${startedAt}, ${formatDuration(durationMs)}; repeat it with \`${toCommandLine(summary).replaceAll('`', '')}\`. Brackets: 95 % confidence intervals.</sub>`;
}
