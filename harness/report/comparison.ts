/** Several runs side by side, on the screen and as Markdown. */
import type { ComparedRun } from './comparison/compared-run.ts';
import { describeComparison } from './comparison/describe.ts';
import { toComparisonTables } from './comparison/tables.ts';
import { escapeMarkdown, toMarkdownTable } from './markdown/text.ts';
import { type TerminalOptions, createStyle } from './terminal/style.ts';
import { toTable } from './terminal/table.ts';

export function renderComparison(runs: readonly ComparedRun[], options: TerminalOptions): string {
  const style = createStyle(options);
  const tables = toComparisonTables(runs).map((table) =>
    [style.heading(table.title.toUpperCase()), ...toTable(table, style)].join('\n'),
  );
  return `${[style.strong(describeComparison(runs)), ...tables].join('\n\n')}\n`;
}

export function renderComparisonMarkdown(runs: readonly ComparedRun[]): string {
  const tables = toComparisonTables(runs).flatMap((table) => [
    `**${escapeMarkdown(table.title)}**`,
    toMarkdownTable(table),
  ]);
  return `${['### faasmark: runs side by side', escapeMarkdown(describeComparison(runs)), ...tables].join('\n\n')}\n`;
}
