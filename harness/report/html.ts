/** The report of a run as one HTML file that needs nothing else: no network, no script. */
import type { RunRecord } from '../contract/run-record.ts';
import type { RunSummary } from '../contract/summary.ts';
import { renderDocument } from './html/document.ts';
import { toReportInput } from './html/report-input.ts';
import { renderCost } from './html/sections/cost.ts';
import { renderDistributions } from './html/sections/distributions.ts';
import { renderGenerator } from './html/sections/generator.ts';
import { renderHeadline } from './html/sections/headline.ts';
import { renderLoad } from './html/sections/load.ts';
import { renderOutcomes } from './html/sections/outcomes.ts';
import { renderReproduce } from './html/sections/reproduce.ts';
import { renderScaleOut } from './html/sections/scale-out.ts';
import { renderThresholds } from './html/sections/thresholds.ts';
import { renderVerdict } from './html/sections/verdict.ts';

/** The same summary and records give the same text, whenever and wherever it is made. */
export function renderHtml(summary: RunSummary, run: RunRecord): string {
  const input = toReportInput(summary, run);
  return renderDocument(`${summary.scenario}: faasmark report`, [
    renderVerdict(summary),
    renderThresholds(summary),
    renderHeadline(input),
    renderDistributions(input),
    renderScaleOut(input),
    renderLoad(input),
    renderCost(input),
    renderOutcomes(input),
    renderGenerator(input),
    renderReproduce(input),
  ]).markup;
}
