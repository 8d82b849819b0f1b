import { describe, expect, it } from '@jest/globals';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import type { RunRecord } from '../../../harness/contract/run-record.ts';
import type { Distribution, RunSummary } from '../../../harness/contract/summary.ts';
import { renderHtml } from '../../../harness/report/html.ts';
import { createAbortedRun, createSampleRun } from '../../support/sample-run.ts';

function render(run: RunRecord, change: (summary: RunSummary) => RunSummary = (summary) => summary): string {
  return renderHtml(change(summarizeRun(run)), run);
}

/** What a reader sees, without the spaces that only keep a number and its unit together. */
function toText(html: string): string {
  return html
    .replaceAll(/<style>.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

describe('the report', () => {
  it('says the verdict first, in one sentence with both medians', () => {
    const text = toText(render(createSampleRun({ functions: ['hello'] })));
    expect(text).toMatch(
      /Completed: a median cold start of hello takes [\d.]+ ms, \d+ times its warm [\d.]+ ms\./,
    );
    expect(text.indexOf('Completed:')).toBeLessThan(200);
  });

  it('has every section, each under a heading', () => {
    const html = render(createSampleRun());
    const headings = Array.from(html.matchAll(/<h2[^>]*>([^<]+)/g), (match) => match[1]);
    expect(headings).toEqual([
      'Cold and warm',
      'Response time, cold against warm',
      'Scale-out',
      'Load',
      'Cost',
      'Outcomes',
      'Generator',
      'What reproduces it',
    ]);
  });

  it('names the command that repeats the run', () => {
    expect(render(createSampleRun())).toContain('npx faasmark run quickstart.yaml --seed 7');
  });

  it('says in words which rate breaks even and whether a machine could carry it', () => {
    const change = (summary: RunSummary): RunSummary => ({
      ...summary,
      cost: summary.cost && {
        ...summary.cost,
        alwaysOn: summary.cost.alwaysOn.map((one, at) => ({
          ...one,
          coreShareAtBreakEven: at === 0 ? 0.4 : 1.7,
        })),
      },
    });
    const text = toText(render(createSampleRun(), change));
    expect(text).toMatch(/costs as much at [\d.]+\/s and could carry that: its cores would be 40 % busy/);
    expect(text).toMatch(
      /costs as much at [\d.]+\/s but could not carry that: it would take 170 % of its cores/,
    );
  });

  it('is the same text for the same run', () => {
    const run = createSampleRun();
    expect(render(run)).toBe(render(run));
  });
});

describe('a report of a generator that could not keep its schedule', () => {
  it('says so before anything else', () => {
    const limit = (summary: RunSummary): RunSummary => ({
      ...summary,
      generator: { ...summary.generator, verdict: 'generator-limited', reasons: ['p99 <b>late</b>'] },
    });
    const html = render(createSampleRun(), limit);
    expect(html.indexOf('<strong>Generator-limited.</strong>')).toBeLessThan(html.indexOf('class="verdict'));
    expect(toText(html)).toContain('Completed, but generator-limited:');
    expect(html).toContain('p99 &lt;b&gt;late&lt;/b&gt;');
  });
});

describe('text of the run', () => {
  const hostile = `<img src=x onerror="alert('1')">&`;

  it('is escaped wherever it stands', () => {
    const sample = createSampleRun({ functions: [hostile] });
    const { manifest } = sample;
    const run: RunRecord = {
      ...sample,
      invocations: sample.invocations.map((one) => ({ ...one, outcome: 'failed', error: hostile })),
      manifest: {
        ...manifest,
        runId: hostile,
        scenario: hostile,
        scenarioSource: { name: hostile },
        provider: { id: hostile, endpoint: hostile, details: { [hostile]: hostile } },
        versions: { [hostile]: hostile },
        machine: { [hostile]: hostile },
      },
    };
    const html = render(run);
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/[^;]onerror="/);
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
  });
});

describe('the file', () => {
  it('asks for nothing from outside and runs no script', () => {
    const html = render(createSampleRun());
    expect(html).not.toMatch(/<script|<iframe|<object|@import|url\(/i);
    expect(Array.from(html.matchAll(/(?:src|href)="([^"]*)"/g), (match) => match[1])).toEqual(['data:,']);
    expect(html).toContain(`default-src 'none'`);
  });

  it('names every picture, in words that belong to it alone', () => {
    const html = render(createSampleRun());
    const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), (match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    const pictures = Array.from(
      html.matchAll(/<svg [^>]*role="img" aria-labelledby="([^"]+)"/g),
      (match) => match[1],
    );
    expect(pictures).toHaveLength(html.split('<svg').length - 1);
    for (const id of pictures.flatMap((names) => names?.split(' ') ?? [])) expect(ids).toContain(id);
  });

  it('stays below 400 kB for ten minutes at 1,000 invocations a second', () => {
    const run = createSampleRun({ functions: ['hello'], ratePerSecond: 1000, loadSeconds: 600 });
    expect(run.invocations.length).toBeGreaterThan(595_000);
    const summary = summarizeRun(run);
    const before = performance.now();
    const html = renderHtml(summary, run);
    expect(Buffer.byteLength(html)).toBeLessThan(400_000);
    // It takes well below a second; the bound is for a busy machine.
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});

describe('a run that came to nothing', () => {
  it('is reported as what it is', () => {
    const text = toText(render(createAbortedRun()));
    expect(text).toContain(
      'Aborted (ended by Ctrl-C) after 1.00 s and 0 measured invocations: nothing was measured.',
    );
    expect(text).toContain('There was no invocation.');
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  });

  it('shows a dash and why where a sample is too small', () => {
    const quantiles = { p50: null, p95: null, p99: null, p999: null };
    const empty: Distribution = { n: 3, min: 1, mean: 2, ...quantiles, max: 3 };
    const blur = (summary: RunSummary): RunSummary => ({
      ...summary,
      starts: summary.starts.map((one) => ({ ...one, responseTimeMs: empty, initDurationMs: null })),
      scaleOuts: summary.scaleOuts.map((one) => ({
        ...one,
        timeToAllMs: null,
        timeToHalfMs: null,
        newInstancesPerSecond: null,
        curve: [],
        responseTimeMs: { ...empty, p50: { value: 2, low: 1, high: null } },
      })),
      loads: summary.loads.map((one) => ({
        ...one,
        utilisation: null,
        targetRatePerSecond: null,
        achievedRatePerSecond: null,
        responseTimeMs: empty,
        serviceTimeMs: empty,
      })),
      cost: null,
    });
    const text = toText(render(createSampleRun(), blur));
    expect(text).toContain('— too few samples');
    expect(text).toContain('— means too few samples');
    expect(text).toContain('1.00 ms to —');
    expect(text).toContain('there were never as many as invocations');
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  });
});

describe('an extreme', () => {
  it('is still drawn when it is one among many thousands', () => {
    const sample = createSampleRun({ functions: ['hello'], ratePerSecond: 1000, loadSeconds: 20 });
    const slow = sample.invocations.findLast((one) => one.phase === 'steady/hello');
    const run = {
      ...sample,
      invocations: sample.invocations.map((one) =>
        one === slow ? { ...one, endedAt: one.intendedStart + 30e9, start: 'unknown' as const } : one,
      ),
    };
    const html = render(run);
    expect(html).toContain('to 30.0 s');
    expect(html).toMatch(/class="unknown level-\d" d="M[\d. H]+"/);
  });
});
