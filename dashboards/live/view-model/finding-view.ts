/** What an experiment concludes, ready to be shown, without knowing the experiment. */
import type { Finding, FindingChart } from '../../../harness/contract/finding.ts';
import { describeShortage } from '../../../harness/report/format-finding.ts';
import { bindUnits } from '../../../harness/report/markup.ts';
import type { Table } from '../../../harness/report/table.ts';
import { toFiguresTable, toFindingTable } from '../../../harness/report/tables/findings.ts';
import { type Chart, type SeriesTone, seriesTones } from './chart.ts';

export interface FindingView {
  readonly experiment: string;
  readonly kind: string;
  readonly question: string;
  readonly isAnswered: boolean;
  readonly sentence: string;
  /** What it would take to get an answer; empty where there is one. */
  readonly shortage: string;
  readonly figures: Table | null;
  readonly tables: readonly Table[];
  readonly charts: readonly Chart[];
  readonly notes: readonly string[];
}

export function toFindingView(finding: Finding): FindingView {
  const { experiment, kind, question, conclusion, tables, charts, notes } = finding;
  return {
    experiment,
    kind,
    question,
    isAnswered: conclusion.verdict === 'answered',
    sentence: bindUnits(conclusion.sentence),
    shortage: describeShortage(conclusion),
    figures: toFiguresTable(finding),
    tables: tables.map(toFindingTable),
    charts: charts.map(toChart),
    notes,
  };
}

function toChart({ title, x, y, series }: FindingChart): Chart {
  return {
    title,
    description: `${title}: ${y.label} over ${x.label}, ${series.map((one) => one.label).join(', ')}`,
    x,
    y,
    series: series.map((one, at) => ({ ...one, tone: toTone(one.label, at) })),
  };
}

function toTone(label: string, at: number): SeriesTone {
  if (label === 'cold' || label === 'warm') return label;
  return seriesTones[at % seriesTones.length] ?? 'ink';
}
