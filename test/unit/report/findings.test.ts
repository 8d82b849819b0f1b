import { describe, expect, it } from '@jest/globals';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import { formatUnit } from '../../../harness/report/format-finding.ts';
import { renderJUnit } from '../../../harness/report/junit.ts';
import { renderMarkdown } from '../../../harness/report/markdown.ts';
import { renderTerminal } from '../../../harness/report/terminal.ts';
import { answeredFinding, inconclusiveFinding } from '../../support/findings.ts';
import { createSampleRun } from '../../support/sample-run.ts';

const summary = {
  ...summarizeRun(createSampleRun({ functions: ['hello'] })),
  findings: [answeredFinding, inconclusiveFinding],
};

describe('findings in the terminal', () => {
  const text = renderTerminal(summary, { width: 100, color: false });

  it('say the sentence, the figures with their intervals, the tables and the notes', () => {
    expect(text).toContain(
      'IDLE How long does an idle instance live?\n  An idle instance of hello lives 60.0 s.\n',
    );
    expect(text).toMatch(/lifetime of an idle instance +60\.0 s \[58\.0–62\.0 s\] +40\n/);
    expect(text).toMatch(/spread +— +3\n/);
    expect(text).toMatch(/50\.0 s +0 % \[0–17 %\] +kept\n/);
    expect(text).toMatch(/70\.0 s +100 % +removed: idle\n/);
    expect(text).toContain('  Nobody told whether the instance was moved.');
  });

  it('leave a dash where a row ends early', () => {
    expect(text).toMatch(/90\.0 s +— +—\n/);
  });

  it('say what is inconclusive, and what it would take', () => {
    expect(text).toContain('Inconclusive: The intervals overlap. About 120 more samples would settle it.');
  });
});

describe('findings in Markdown', () => {
  const text = renderMarkdown(summary);

  it('stand above what is folded, each with its sentence', () => {
    expect(text).toContain('**idle**: An idle instance of hello lives 60.0 s.');
    expect(text).toContain('**concurrency**: _inconclusive_: The intervals overlap. About 120 more samples');
    expect(text).toContain('| lifetime of an idle instance | 60.0 s <sub>58.0–62.0 s</sub> | 40 |');
  });
});

describe('findings in JUnit', () => {
  it('are test cases: answered ones pass, inconclusive ones are skipped', () => {
    const xml = renderJUnit(summary);
    expect(xml).toContain(
      '<testcase classname="findings.idle" name="How long does an idle instance live?"><system-out>An idle instance',
    );
    expect(xml).toContain(
      'name="How many invocations does one instance hold?"><skipped message="The intervals overlap. About 120',
    );
  });
});

describe('a value of a finding', () => {
  it.each([
    [1.5, 'ms', '1.50 ms'],
    [90, 's', '90.0 s'],
    [12.5, '1/s', '12.5/s'],
    [128, 'MiB', '128 MiB'],
    [4096, 'B', '4,096 B'],
    [0.25, 'ms/MiB', '0.25 ms/MiB'],
    [0.207, 'usd', '$0.207'],
    [0.5, 'share', '50 %'],
    [1.75, 'ratio', '1.75'],
    [1200, 'count', '1,200'],
    [2.5, 'count', '2.5'],
    [Number.NaN, 'ms', '—'],
  ] as const)('%d in %s is written %s', (value, unit, text) => {
    expect(formatUnit(value, unit)).toBe(text);
  });
});
