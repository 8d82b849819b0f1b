/**
 * From the records of a run to its figures. Pure: the same records give the same summary, whenever it is made. What the
 * experiments make of them is added by `harness/experiments/conclude.ts`.
 */
import { isScaleOut, isSteady } from '../contract/phase.ts';
import type { RunRecord } from '../contract/run-record.ts';
import type { RunSummary } from '../contract/summary.ts';
import { toMillis } from '../contract/units.ts';
import { summarizeCost } from './cost/summarize-cost.ts';
import { countErrors } from './count-errors.ts';
import { toMeasuredPhases } from './measured.ts';
import { summarizeGenerator } from './summarize-generator.ts';
import { summarizeLoad } from './summarize-load.ts';
import { summarizeScaleOut } from './summarize-scale-out.ts';
import { summarizeStarts } from './summarize-starts.ts';
import { evaluateThresholds } from './thresholds/evaluate-thresholds.ts';
import type { MeasuredSummary } from './thresholds/measured-summary.ts';

/** A run without an end was killed: it is reported as aborted, with this reason. */
const killed = 'ended without a word: the harness was killed';

export function summarize(run: RunRecord): Omit<RunSummary, 'findings'> {
  const { manifest, invocations, instances, end } = run;
  const measured = toMeasuredPhases(run);
  const lastAt = end?.at ?? invocations.reduce((latest, one) => Math.max(latest, one.endedAt), 0);
  const summary: MeasuredSummary = {
    schema: 'faasmark/summary/1',
    runId: manifest.runId,
    scenario: manifest.scenario,
    startedAt: manifest.startedAt,
    durationMs: toMillis(lastAt),
    outcome: end?.outcome ?? 'aborted',
    reason: end === undefined ? killed : (end.reason ?? null),
    provider: manifest.provider,
    seed: manifest.seed,
    starts: summarizeStarts(manifest.functions, measured),
    scaleOuts: measured.filter(({ phase }) => isScaleOut(phase)).map(summarizeScaleOut),
    loads: measured.filter(({ phase }) => isSteady(phase)).map((one) => summarizeLoad(one, instances)),
    cost: summarizeCost(run, measured),
    generator: summarizeGenerator(measured, run),
    errors: countErrors(invocations),
  };
  return { ...summary, thresholds: evaluateThresholds(manifest.thresholds, { summary, measured }) };
}
