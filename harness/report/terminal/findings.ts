/** What each experiment concludes: the sentence first, then the figures and tables that it rests on. */
import type { Finding } from '../../contract/finding.ts';
import type { RunSummary } from '../../contract/summary.ts';
import { describeShortage } from '../format-finding.ts';
import { toFiguresTable, toFindingTable } from '../tables/findings.ts';
import type { Style } from './style.ts';
import { toTable } from './table.ts';
import { wrap } from './wrap.ts';

/** Experiments whose figures have a section of their own further down the screen. */
const shownBelow: readonly string[] = ['load', 'mix', 'cost'];

export function toFindings({ findings }: RunSummary, style: Style): string[] {
  return findings.flatMap((finding, at) => [...(at === 0 ? [] : ['']), ...toFinding(finding, style)]);
}

function toFinding(finding: Finding, style: Style): string[] {
  const { experiment, kind, question, conclusion, tables, notes } = finding;
  const isAnswered = conclusion.verdict === 'answered';
  const sentence = isAnswered
    ? conclusion.sentence
    : `Inconclusive: ${conclusion.sentence} ${describeShortage(conclusion)}`;
  const head = [
    `${style.heading(experiment.toUpperCase())} ${question}`,
    ...toLines(sentence, style, isAnswered ? style.strong : style.bad),
  ];
  if (shownBelow.includes(kind)) return head;
  const figures = toFiguresTable(finding);
  return [
    ...head,
    ...(figures === null ? [] : toTable(figures, style)),
    ...tables.flatMap((table) => [`  ${style.dim(table.title)}`, ...toTable(toFindingTable(table), style)]),
    ...notes.flatMap((note) => toLines(note, style, style.dim)),
  ];
}

function toLines(text: string, { width }: Style, paint: (text: string) => string): string[] {
  return wrap(text, width - 2).map((line) => `  ${paint(line)}`);
}
