import { describe, expect, it } from '@jest/globals';
import type { RunSummary } from '../../../harness/contract/summary.ts';
import type { ThresholdResult } from '../../../harness/contract/threshold.ts';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import { renderJUnit } from '../../../harness/report/junit.ts';
import { renderMarkdown } from '../../../harness/report/markdown.ts';
import { createAbortedRun, createSampleRun } from '../../support/sample-run.ts';

const sample = summarizeRun(createSampleRun({ functions: ['hello'] }));
const threshold: ThresholdResult = {
  check: 'responseTime.p99 < 300ms',
  function: 'hello',
  phase: 'steady/hello',
  observed: 412,
  unit: 'ms',
  verdict: 'failed',
  reason: '37 % above the limit',
};
const limited: RunSummary['generator'] = {
  ...sample.generator,
  verdict: 'generator-limited',
  reasons: ['steady/hello: p99 send delay 9.0 ms'],
};

describe('the Markdown summary', () => {
  it('begins with how the run came out', () => {
    expect(renderMarkdown(sample)).toMatch(
      /^### ✅ faasmark: quickstart on \w+\n\n\*\*Completed: a median cold start of hello/,
    );
  });

  it.each([
    ['a threshold failed', { thresholds: [threshold] }, '❌'],
    ['the run was aborted', { outcome: 'aborted' }, '❌'],
    ['the generator was too slow', { generator: limited }, '⚠️'],
  ] as const)('is marked where %s', (_, fields, mark) => {
    expect(renderMarkdown({ ...sample, ...fields })).toContain(`### ${mark} faasmark`);
  });

  it('has every table whole: as many cells in each row as in its head', () => {
    const tables = renderMarkdown({ ...sample, thresholds: [threshold] })
      .split('\n\n')
      .filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) {
      const cells = table.split('\n').map((row) => row.split(/(?<!\\)\|/).length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('shows what a function says as text: no markup, no mention, no link', () => {
    const error = 'a|b\n<img src=x> @team [x](http://evil) `c` *d*';
    const text = renderMarkdown({ ...sample, errors: [{ error, outcome: 'failed', count: 3 }] });
    expect(text).toContain(
      String.raw`a\|b &lt;img src=x&gt; @` +
        '\u200B' +
        String.raw`team \[x\](http:` +
        '\u200B' +
        String.raw`//evil) \`c\` \*d\*`,
    );
  });

  it('says of a run that came to nothing just that', () => {
    const text = renderMarkdown(summarizeRun(createAbortedRun()));
    expect(text).toContain('### ❌');
    expect(text).toContain('nothing was measured');
    expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
  });
});

describe('JUnit', () => {
  it('has a case for the run, for the generator and for each threshold, and counts them', () => {
    const xml = renderJUnit({
      ...sample,
      thresholds: [threshold, { ...threshold, verdict: 'inconclusive' }],
    });
    const cases = xml.split('<testcase').length - 1;
    expect(xml).toContain(`tests="${cases}" failures="1" errors="0" skipped="`);
    expect(xml).toContain(
      '<testcase classname="thresholds" name="responseTime.p99 &lt; 300ms (steady/hello)"><failure message="observed 412 ms: 37 % above the limit"/>',
    );
  });

  it('fails where the generator was too slow or the run did not complete', () => {
    expect(renderJUnit({ ...sample, generator: limited })).toContain(
      '<failure message="steady/hello: p99 send',
    );
    expect(renderJUnit({ ...sample, outcome: 'aborted', reason: 'ended by Ctrl-C' })).toContain(
      '<failure message="ended by Ctrl-C"/>',
    );
  });

  it('holds no character that XML has no place for', () => {
    expect(renderJUnit({ ...sample, scenario: 'a\u0000\u001Bb"' })).toContain('name="a��b&quot;"');
  });
});
