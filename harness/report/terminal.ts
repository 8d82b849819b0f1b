/** The result of a run on one screen. */
import type { RunSummary } from '../contract/summary.ts';
import { toCost } from './terminal/cost.ts';
import { toErrors } from './terminal/errors.ts';
import { toFindings } from './terminal/findings.ts';
import { toGenerator } from './terminal/generator.ts';
import { toLoads } from './terminal/loads.ts';
import { toScaleOuts } from './terminal/scale-outs.ts';
import { toStarts } from './terminal/starts.ts';
import { type TerminalOptions, createStyle } from './terminal/style.ts';
import { toThresholds } from './terminal/thresholds.ts';
import { toVerdict } from './terminal/verdict.ts';

const sections = [
  toVerdict,
  toFindings,
  toThresholds,
  toStarts,
  toScaleOuts,
  toLoads,
  toCost,
  toErrors,
  toGenerator,
];

export function renderTerminal(summary: RunSummary, options: TerminalOptions): string {
  const style = createStyle(options);
  return sections
    .map((section) => section(summary, style).join('\n'))
    .filter((text) => text !== '')
    .map((text) => `${text}\n`)
    .join('\n');
}
