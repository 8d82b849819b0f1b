import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { packageRoot } from '../../../../harness/contract/package-root.ts';
import type { RunRecord } from '../../../../harness/contract/run-record.ts';
import { summarizeRun } from '../../../../harness/experiments/conclude.ts';
import { createSummaryJsonSchema, summary } from '../../../../harness/sinks/summary/summary-schema.ts';
import { answeredFinding, inconclusiveFinding } from '../../../support/findings.ts';
import { createAbortedRun, createSampleRun } from '../../../support/sample-run.ts';
import { createSyntheticRun } from '../../../support/synthetic-run.ts';

const toFile = (run: RunRecord): unknown =>
  JSON.parse(JSON.stringify({ ...summarizeRun(run), findings: [answeredFinding, inconclusiveFinding] }));

describe('the committed JSON Schema of summary.json', () => {
  it('is current; "faasmark schema summary > harness/sinks/summary/summary.schema.json" writes it', () => {
    const committed: unknown = JSON.parse(
      readFileSync(join(packageRoot, 'harness/sinks/summary/summary.schema.json'), 'utf8'),
    );
    expect(committed).toEqual(JSON.parse(JSON.stringify(createSummaryJsonSchema())));
  });
});

describe('the schema of summary.json', () => {
  it.each([
    ['a run', createSampleRun()],
    ['a run that was ended early', createAbortedRun()],
    ['a run without prices or instances', createSyntheticRun()],
  ])('takes the summary of %s as it is', (_, run) => {
    const file = toFile(run);
    expect(summary.parse(file)).toEqual(file);
  });

  it.each([
    ['another version', { schema: 'faasmark/summary/2' }],
    ['an unknown key', { extra: 1 }],
    ['a number as text', { durationMs: '12' }],
  ])('does not take %s', (_, change) => {
    expect(summary.safeParse({ ...(toFile(createSampleRun()) as object), ...change }).success).toBe(false);
  });
});
