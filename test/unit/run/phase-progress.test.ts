import { describe, expect, it } from '@jest/globals';
import { createInvocationBatchBuilder } from '../../../harness/contract/batch-builder.ts';
import type { Phase } from '../../../harness/contract/phase.ts';
import { createPhaseProgress } from '../../../harness/run/phase-progress.ts';
import { createInvocation } from '../../support/invocations.ts';

const phase: Phase = {
  id: 'load/hello',
  experiment: 'load',
  role: 'measure',
  function: 'hello',
  load: { model: 'open', arrivals: { kind: 'poisson', ratePerSecond: 50, durationMs: 10_000 } },
  planned: { invocations: 500, durationMs: 10_000 },
  group: 'load/hello',
  seed: 1,
  repetitions: 1,
  before: { kind: 'nothing' },
  during: { kind: 'nothing' },
};

const batchOf = (...fields: Parameters<typeof createInvocation>[0][]) => {
  const builder = createInvocationBatchBuilder({ phase: phase.id, function: 'hello', repetition: 0 });
  for (const one of fields) builder.add(createInvocation(one));
  return builder.take();
};

const none = (): undefined => undefined;

describe('the progress of a phase', () => {
  it('shows what is left, the achieved against the target rate, and what came of it', () => {
    const progress = createPhaseProgress([phase], none);
    progress.add(batchOf({ start: 'cold' }, {}, { outcome: 'failed', instance: undefined }));
    progress.add(batchOf({ instance: 'instance-2' }));
    expect(progress.toLine(2000)).toBe(
      '2 s, 8 s left · 2/s of 50/s · 0 in flight · 1 cold · 2 instances · 1 not ok',
    );
  });

  it('does not let the rate fall while the last answers are awaited', () => {
    const progress = createPhaseProgress(
      [
        {
          ...phase,
          planned: { invocations: 1, durationMs: 1000 },
        },
      ],
      none,
    );
    progress.add(batchOf({}));
    expect(progress.toLine(5000)).toMatch(/^5 s, 0 s left · 1\/s of 1\/s/);
  });

  it('says how far the slowest sink is behind', () => {
    expect(createPhaseProgress([phase], () => 120).toLine(2000)).toMatch(/ · 0 not ok · sinks 120 behind$/);
  });

  it('counts through a phase of repeated bursts', () => {
    const progress = createPhaseProgress(
      [
        {
          ...phase,
          planned: { invocations: 1, durationMs: 0 },
          repetitions: 30,
        },
      ],
      none,
    );
    progress.add(batchOf({ start: 'cold' }));
    expect(progress.toLine(500)).toBe('1 of 30 · 0.5 s · 1 cold · 1 instance · 0 not ok');
  });
});
