/** Findings as experiments make them, with one of everything that a finding may have. */
import type { Finding } from '../../harness/contract/finding.ts';

export const answeredFinding: Finding = {
  experiment: 'idle',
  kind: 'keep-alive',
  question: 'How long does an idle instance live?',
  conclusion: { verdict: 'answered', sentence: 'An idle instance of hello lives 60.0 s.' },
  figures: [
    {
      key: 'lifetimeMs',
      label: 'lifetime of an idle instance',
      unit: 'ms',
      estimate: { value: 60_000, low: 58_000, high: 62_000 },
      n: 40,
    },
    { key: 'spreadMs', label: 'spread', unit: 'ms', estimate: null, n: 3 },
  ],
  tables: [
    {
      title: 'Starts by idle time',
      columns: [
        { label: 'idle', unit: 's' },
        { label: 'share cold', unit: 'share' },
        { label: 'what the provider says', unit: null },
      ],
      rows: [[50, { value: 0, low: 0, high: 0.17 }, 'kept'], [70, 1, 'removed: idle'], [90]],
    },
  ],
  charts: [
    {
      title: 'Share of cold starts by idle time',
      x: { label: 'idle time', unit: 's', scale: 'log' },
      y: { label: 'share cold', unit: 'share', scale: 'linear' },
      series: [
        {
          label: 'hello',
          kind: 'step',
          points: [
            [10, 0],
            [50, 0],
            [70, 1],
            [100, 1],
          ],
        },
      ],
    },
  ],
  notes: ['Nobody told whether the instance was moved.'],
};

export const inconclusiveFinding: Finding = {
  experiment: 'concurrency',
  kind: 'concurrency',
  question: 'How many invocations does one instance hold?',
  conclusion: { verdict: 'inconclusive', sentence: 'The intervals overlap.', moreSamples: 120 },
  figures: [],
  tables: [],
  charts: [],
  notes: [],
};
