import { describe, expect, it } from '@jest/globals';
import type { Finding, FindingUnit } from '../../../harness/contract/finding.ts';
import { summarizeRun } from '../../../harness/experiments/conclude.ts';
import { formatCell, formatInUnit } from '../../../harness/report/format-figure.ts';
import { renderTerminal } from '../../../harness/report/terminal.ts';
import { createRun } from '../../support/run-records.ts';

const finding: Finding = {
  experiment: 'drop',
  kind: 'cold-start',
  question: 'How far does it fall?',
  conclusion: { verdict: 'answered', sentence: 'It falls 5 m.' },
  figures: [
    { key: 'depth', label: 'depth', unit: 'ms', estimate: { value: 5, low: 4, high: null }, n: 12 },
    { key: 'width', label: 'width', unit: 'ms', estimate: null, n: 1 },
  ],
  tables: [
    {
      title: 'By height',
      columns: [
        { label: 'height', unit: null },
        { label: 'share', unit: 'share' },
      ],
      rows: [['tall', 0.5], ['short']],
    },
  ],
  charts: [],
  notes: ['Nobody told why.'],
};

const render = (...findings: readonly Finding[]): string =>
  renderTerminal({ ...summarizeRun(createRun()), findings }, { width: 120, color: false });

describe('a finding on the terminal', () => {
  it('begins with its sentence, and has what it rests on', () => {
    const text = render(finding);
    expect(text).toMatch(/DROP How far does it fall\?\n {2}It falls 5 m\.\n/);
    expect(text).toMatch(/depth +5\.00 ms \[4\.00 ms – \?\] +12/);
    expect(text).toMatch(/width +— +1\n/);
    expect(text).toMatch(/tall +50 %\n +short +—/);
    expect(text).toContain('Nobody told why.');
  });

  it.each([
    [40, 'Not enough. Inconclusive: 40 more would do.'],
    [null, 'Not enough. Inconclusive.'],
  ])('that lacks %p samples says so', (moreSamples, line) => {
    const conclusion = { verdict: 'inconclusive', sentence: 'Not enough.', moreSamples } as const;
    expect(render({ ...finding, conclusion })).toContain(line);
  });
});

describe('a figure', () => {
  it.each([
    [1500, 'ms', '1.50 s'],
    [1.5, 's', '1.50 s'],
    [12, '1/s', '12/s'],
    [45.2, 'MiB', '45.2 MiB'],
    [1000, 'B', '1,000 B'],
    [0.25, 'ms/MiB', '0.25 ms/MiB'],
    [0.2, 'usd', '$0.20'],
    [0.5, 'share', '50 %'],
    [1.25, 'ratio', '1.25'],
    [1234, 'count', '1,234'],
    [8.1542, 'count', '8.15'],
  ] as const)('%d %s is written %s', (value, unit: FindingUnit, text) => {
    expect(formatInUnit(value, unit)).toBe(text);
  });

  it.each([
    ['text', null, 'text'],
    [null, 'ms', '—'],
    [{ value: 2, low: null, high: null }, 'ms', '2.00 ms'],
    [{ value: 2, low: 1, high: 3 }, 'ms', '2.00 ms [1.00 ms – 3.00 ms]'],
  ] as const)('%j is written with its bounds', (cell, unit, text) => {
    expect(formatCell(cell, unit)).toBe(text);
  });
});
