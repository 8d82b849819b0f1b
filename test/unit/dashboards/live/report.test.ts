import { describe, expect, it } from '@jest/globals';
import { renderReport } from '../../../../dashboards/live/page.ts';
import { toRunView } from '../../../../dashboards/live/view-model/run-view.ts';
import type { RunRecord } from '../../../../harness/contract/run-record.ts';
import { summarizeRun } from '../../../../harness/experiments/conclude.ts';
import { createSampleRun } from '../../../support/sample-run.ts';

const sample = createSampleRun({ functions: ['hello'] });

function render(run: RunRecord, text = ''): string {
  return renderReport(toRunView(summarizeRun(run), run), text);
}

/** Without the script, which is the same in every report. */
function withoutScript(html: string): string {
  return html.replace(/<script>.*<\/script>/s, '').replace(/<style>.*<\/style>/s, '');
}

describe('the report as a file', () => {
  it('asks for nothing from outside, and lets no script run but its own', () => {
    const html = render(sample);
    expect(html).toMatch(/default-src 'none'; script-src 'sha256-[\w+/]+=*'; .*connect-src 'none'/);
    const [, ...references] = withoutScript(html).split(/(?:src|href)=/);
    expect(references).toEqual([expect.stringMatching(/^"data:,"/)]);
    expect(html.split('<script').length - 1).toBe(2);
  });

  it('is the same text for the same run', () => {
    expect(render(sample)).toBe(render(sample));
  });

  it('says its result where no script may run', () => {
    expect(render(sample, '### ✅ faasmark')).toContain('<noscript><pre>### ✅ faasmark</pre></noscript>');
  });

  it('stays below 400 kB for ten minutes of load on two functions', () => {
    const run = createSampleRun({ ratePerSecond: 60, loadSeconds: 600 });
    expect(run.invocations.length).toBeGreaterThan(70_000);
    expect(Buffer.byteLength(render(run))).toBeLessThan(400_000);
  });

  it('lets no text of the run become markup', () => {
    const hostile = `</script><img src=x onerror="alert('1')"><!--`;
    const { manifest } = sample;
    const run: RunRecord = {
      ...createSampleRun({ functions: [hostile] }),
      manifest: { ...manifest, scenario: hostile, provider: { id: hostile, endpoint: hostile, details: {} } },
    };
    const html = render(run, hostile);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<!--');
    expect(html.split('</script>').length - 1).toBe(2);
  });
});
