/** From the records of a run to its result. Pure: the same records give the same summary, whenever it is made. */
import type { RunRecord } from '../contract/run-record.ts';
import type { RunSummary } from '../contract/summary.ts';
import { toMillis } from '../contract/units.ts';
import { summarizeCost } from './cost/summarize-cost.ts';
import { countErrors } from './count-errors.ts';
import { isBurst, isForcedColdStart, toMeasuredPhases } from './measured.ts';
import { summarizeGenerator } from './summarize-generator.ts';
import { summarizeLoad } from './summarize-load.ts';
import { summarizeScaleOut } from './summarize-scale-out.ts';
import { summarizeStarts } from './summarize-starts.ts';

/** A run without an end was killed: it is reported as aborted, with this reason. */
const killed = 'ended without a word: the harness was killed';

export function summarize(run: RunRecord): RunSummary {
  const { manifest, invocations, instances, end } = run;
  const measured = toMeasuredPhases(run);
  const lastAt = end?.at ?? invocations.reduce((latest, one) => Math.max(latest, one.endedAt), 0);
  return {
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
    scaleOuts: measured.filter(({ phase }) => isBurst(phase)).map(summarizeScaleOut),
    loads: measured
      .filter(({ phase }) => !isBurst(phase) && !isForcedColdStart(phase))
      .map((one) => summarizeLoad(one, instances)),
    cost: summarizeCost(run, measured),
    generator: summarizeGenerator(measured),
    errors: countErrors(invocations),
  };
}
