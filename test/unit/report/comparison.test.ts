import { describe, expect, it } from '@jest/globals';
import { toComparisonView } from '../../../dashboards/live/view-model/comparison-view.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import { type ComparedRun, toComparedRuns } from '../../../harness/report/comparison/compared-run.ts';
import { renderComparison, renderComparisonMarkdown } from '../../../harness/report/comparison.ts';
import { createSampleRun } from '../../support/sample-run.ts';

const sample = createSampleRun({ functions: ['hello'] });

/** Every invocation of the sample takes so many times as long. */
function slowDown(times: number, id: string): RunRecord {
  const { manifest } = sample;
  return {
    ...sample,
    manifest: { ...manifest, provider: { ...manifest.provider, id } },
    invocations: sample.invocations.map((one) => ({
      ...one,
      endedAt: one.intendedStart + times * (one.endedAt - one.intendedStart),
    })),
  };
}

const runs = [slowDown(1, 'here'), slowDown(1, 'there'), slowDown(3, 'far')];
const concluded = runs.map((run) => ({ summary: summarizeRun(run), run }));
const compared: ComparedRun[] = toComparedRuns(
  concluded.map(({ summary, run }) => ({ summary, manifest: run.manifest })),
);

describe('runs side by side', () => {
  it('have the shortest names that tell them apart', () => {
    expect(compared.map((one) => one.name)).toEqual(['here', 'there', 'far']);
    const twins = [concluded[0], concluded[0]].flatMap((one) =>
      one === undefined ? [] : [{ summary: one.summary, manifest: one.run.manifest }],
    );
    expect(toComparedRuns(twins).map((one) => one.name)).toEqual(['run 1', 'run 2']);
  });

  it('are summed up in a sentence, the others against the first', () => {
    expect(renderComparison(compared, { width: 200, color: false })).toMatch(
      /^A median cold start of hello takes [\d.]+ ms \(here\), [\d.]+ ms \(there, as long\), [\d.]+ ms \(far, 3 times\)\.\n/,
    );
  });

  it('differ only where their intervals do', () => {
    const text = renderComparison(compared, { width: 200, color: false });
    expect(text).toMatch(/hello +cold +there .* as long \[intervals overlap\]/);
    expect(text).toMatch(/hello +cold +far .* 3 times \[slower\]/);
    expect(text).toMatch(/Provider +here +there +far/);
  });

  it('are a Markdown of the same tables', () => {
    expect(renderComparisonMarkdown(compared)).toContain('**3 times** <sub>slower</sub>');
  });

  it('are drawn as small multiples whose axes are the same', () => {
    const view = toComparisonView(concluded);
    for (const { charts } of view.multiples) {
      expect(charts.map((chart) => chart.title)).toEqual(['here', 'there', 'far']);
      expect(new Set(charts.map((chart) => JSON.stringify([chart.x, chart.y]))).size).toBe(1);
    }
    const [low, high] = view.limits;
    for (const { estimate } of view.intervals.flatMap((group) => group.rows)) {
      expect(estimate.value).toBeGreaterThan(low);
      expect(estimate.value).toBeLessThan(high);
    }
  });
});
