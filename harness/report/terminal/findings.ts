/** What each experiment concludes: the sentence first, then the figures and tables that it rests on. */
import type { Finding, FindingTable } from '../../contract/finding.ts';
import type { RunSummary } from '../../contract/summary.ts';
import { formatCell } from '../format-figure.ts';
import { formatCount, unknownValue } from '../format.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';

export function toFindings({ findings }: RunSummary, style: Style): string[] {
  return findings.flatMap((finding, at) => [...(at === 0 ? [] : ['']), ...toFinding(finding, style)]);
}

function toFinding(finding: Finding, style: Style): string[] {
  const { experiment, question, conclusion, notes } = finding;
  const paint = conclusion.verdict === 'answered' ? style.strong : style.bad;
  return [
    `${style.heading(experiment.toUpperCase())} ${question}`,
    `  ${paint(conclusion.sentence)}${toMissing(finding)}`,
    ...toFigures(finding, style),
    ...finding.tables.flatMap((table) => toFindingTable(table, style)),
    ...notes.map((note) => style.dim(`  ${note}`)),
  ];
}

function toMissing({ conclusion }: Finding): string {
  if (conclusion.verdict === 'answered') return '';
  const { moreSamples } = conclusion;
  return moreSamples === null
    ? ' Inconclusive.'
    : ` Inconclusive: ${formatCount(moreSamples)} more would do.`;
}

function toFigures({ figures }: Finding, style: Style): string[] {
  if (figures.length === 0) return [];
  return toTable(
    [
      { title: 'figure', align: 'left', cell: ({ label }) => label },
      { title: 'value', cell: ({ estimate, unit }) => formatCell(estimate, unit) },
      { title: 'n', cell: ({ n }) => formatCount(n) },
    ],
    figures,
    style,
  );
}

function toFindingTable({ title, columns, rows }: FindingTable, style: Style): string[] {
  return [
    `  ${style.dim(title)}`,
    ...toTable(
      columns.map(({ label, unit }, at) => ({
        title: label,
        align: unit === null ? ('left' as const) : ('right' as const),
        cell: (row: (typeof rows)[number]) => {
          const cell = row[at];
          return cell === undefined ? unknownValue : formatCell(cell, unit);
        },
      })),
      rows,
      style,
    ),
  ];
}
