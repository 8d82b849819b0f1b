import { describe, expect, it } from '@jest/globals';
import { type RunView, toRunView } from '../../../../dashboards/live/view-model/run-view.ts';
import type { Invocation } from '../../../../harness/contract/invocation.ts';
import type { RunRecord } from '../../../../harness/contract/run-record.ts';
import type { RunSummary } from '../../../../harness/contract/summary.ts';
import { fromMillis, fromSeconds } from '../../../../harness/contract/units.ts';
import { summarizeRun } from '../../../../harness/experiments/conclude.ts';
import { answeredFinding, inconclusiveFinding } from '../../../support/findings.ts';
import { createAbortedRun, createSampleRun } from '../../../support/sample-run.ts';

const sample = createSampleRun({ functions: ['hello'] });

function view(run: RunRecord, fields: Partial<RunSummary> = {}, isRunning = false): RunView {
  return toRunView({ ...summarizeRun(run), ...fields }, run, { isRunning });
}

describe('the view of a run', () => {
  it('says the verdict in one sentence with both medians', () => {
    expect(view(sample).verdict.replaceAll('\u00a0', ' ')).toMatch(
      /^Completed: a median cold start of hello takes [\d.]+ ms, \d+ times its warm [\d.]+ ms\.$/,
    );
  });

  it('says why the generator was too slow', () => {
    const summary = summarizeRun(sample);
    const limited = { ...summary.generator, verdict: 'generator-limited', reasons: ['p99 late'] } as const;
    expect(view(sample, { generator: limited })).toMatchObject({
      verdict: expect.stringContaining('Completed, but generator-limited:'),
      limits: ['p99 late'],
    });
  });

  it('is plain data: nothing is lost on the way to the page', () => {
    const made = view(sample, { findings: [answeredFinding, inconclusiveFinding] });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });

  it('holds what could not be measured as a dash, and no number that is none', () => {
    for (const run of [
      createAbortedRun(),
      createSampleRun({ functions: ['hello'], coldStarts: 3, loadSeconds: 1 }),
    ]) {
      expect(JSON.stringify(view(run))).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(view(createAbortedRun()).verdict).toContain('Aborted (ended by Ctrl-C) after');
  });

  it('shows a finding as it is, and what an answer would take where there is none', () => {
    const [answered, open] = view(sample, { findings: [answeredFinding, inconclusiveFinding] }).findings;
    expect(answered).toMatchObject({ isAnswered: true, shortage: '', notes: answeredFinding.notes });
    expect(answered?.charts[0]?.series[0]?.points).toEqual(answeredFinding.charts[0]?.series[0]?.points);
    expect(open).toMatchObject({ isAnswered: false, shortage: 'About 120 more samples would settle it.' });
  });

  it('names the command that repeats the run', () => {
    expect(view(sample).reproduction.command).toBe('npx faasmark run quickstart.yaml --seed 7');
  });
});

describe('the errors of a view', () => {
  const failures = sample.invocations.map((one, at): Invocation =>
    at % 50 === 0
      ? { ...one, outcome: 'failed', status: 502, error: 'Sandbox.Crashed', requestId: `r${at}` }
      : one,
  );

  it('are grouped, with how often, when, where, and examples to look up', () => {
    const [first] = view({ ...sample, invocations: failures }).errors;
    expect(first).toMatchObject({ outcome: 'failed', error: 'Sandbox.Crashed' });
    expect(first?.count).toBe(failures.filter((one) => one.error === 'Sandbox.Crashed').length);
    expect(first?.examples).toHaveLength(3);
    expect(first?.examples[0]).toContain('HTTP 502');
    expect(first?.examples[0]).toContain('request r0');
  });
});

describe('the breakdown', () => {
  it('adds up to the mean response time of its sample', () => {
    const { bars } = view(sample).breakdown;
    const cold = sample.invocations.filter((one) => one.phase === 'cold-start/hello');
    const mean = cold.reduce((sum, one) => sum + (one.endedAt - one.intendedStart) / 1e6, 0) / cold.length;
    const bar = bars.find((one) => one.start === 'cold');
    expect(bar?.n).toBe(cold.length);
    expect(bar?.parts.reduce((sum, part) => sum + part.meanMs, 0)).toBeCloseTo(mean, 0);
    expect(bar?.parts.find((part) => part.label === 'initialisation')?.meanMs).toBeGreaterThan(80);
  });
});

describe('the view of a running run', () => {
  const until = fromSeconds(33);
  const running: RunRecord = {
    ...sample,
    invocations: sample.invocations.filter((one) => one.endedAt < until),
    events: [{ at: fromSeconds(31), kind: 'phase', title: 'steady/hello begins' }],
    end: undefined,
  };

  it('says how far it is', () => {
    const { state, verdict, progress } = view(running, {}, true);
    expect(state).toBe('running');
    expect(verdict).toMatch(/^Running: /);
    expect(progress?.phase).toBe('steady/hello');
    expect(Object.fromEntries(progress?.figures ?? [])).toMatchObject({
      Rate: expect.stringMatching(/\/s of 60\/s/),
    });
  });

  it('keeps the axis as long as the plan, so that one sees how much is left', () => {
    const [now] = view(running, {}, true).timelines;
    const [whole] = view(sample).timelines;
    expect(now?.seconds).toBeGreaterThan(0.8 * (whole?.seconds ?? 0));
  });
});

describe('an extreme among thousands', () => {
  const busy = createSampleRun({ functions: ['hello'], ratePerSecond: 500, loadSeconds: 20 });
  const slow = busy.invocations.findLast((one) => one.phase === 'steady/hello');
  const run = {
    ...busy,
    invocations: busy.invocations.map((one) =>
      one === slow ? { ...one, endedAt: one.intendedStart + fromMillis(30_000) } : one,
    ),
  };
  const made = view(run);

  it('is in the distribution', () => {
    const warm = made.distributions[0]?.series.find((one) => one.label === 'warm');
    expect(warm?.points.at(-1)).toEqual([30_000, 1]);
    expect(warm?.points.length).toBeLessThan(300);
  });

  it('is in the heatmap, whose cells hold every invocation that was sent', () => {
    const [timeline] = made.timelines;
    expect(Math.max(...(timeline?.heat.maxMs ?? []))).toBe(30_000);
    const inCells = timeline?.heat.cells.filter((_, at) => at % 4 === 2).reduce((sum, one) => sum + one, 0);
    const sent = run.invocations.filter((one) => one.phase.startsWith('steady') && one.sentAt !== undefined);
    expect(inCells).toBe(sent.length);
  });
});
