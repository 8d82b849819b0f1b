/** Run records for tests of the analysis: a manifest around phases, and invocations in them. */
import type { ArrivalSpec } from '../../harness/contract/arrivals.ts';
import type { Invocation } from '../../harness/contract/invocation.ts';
import type { RunRecord } from '../../harness/contract/run-record.ts';
import type { Phase } from '../../harness/contract/phase.ts';
import { fromMillis } from '../../harness/contract/units.ts';
import { createInvocation } from './invocations.ts';
import { createManifest } from './synthetic-run.ts';

export function createPhase(fields: Partial<Phase> = {}): Phase {
  return {
    id: 'load/hello',
    experiment: 'load',
    role: 'measure',
    function: 'hello',
    load: {
      model: 'open',
      arrivals: { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 },
    },
    planned: { invocations: 100, durationMs: 10_000 },
    group: 'load/hello',
    seed: 1,
    repetitions: 1,
    before: { kind: 'nothing' },
    during: { kind: 'nothing' },
    ...fields,
  };
}

export const forcedColdPhase: Phase = createPhase({
  id: 'cold/hello',
  load: { model: 'open', arrivals: { kind: 'burst', count: 1 } },
  planned: { invocations: 1, durationMs: 0 },
  repetitions: 6,
  before: { kind: 'discardInstances' },
});

export function createBurstPhase(count: number): Phase {
  return createPhase({
    id: 'burst/hello',
    load: { model: 'open', arrivals: { kind: 'burst', count } },
    planned: { invocations: count, durationMs: 0 },
    before: { kind: 'discardInstances' },
  });
}

export function createRun(
  fields: Partial<RunRecord> & { readonly phases?: readonly Phase[] } = {},
): RunRecord {
  const { phases, ...record } = fields;
  const manifest = createManifest({ functions: ['hello'] });
  return {
    manifest: { ...manifest, phases: phases ?? [createPhase()] },
    invocations: [],
    events: [],
    generator: [],
    instances: [],
    end: { at: fromMillis(20_000), outcome: 'completed' },
    ...record,
  };
}

/** As many invocations as a constant schedule has in its time, each answered after `serviceMs`. */
export function createConstantLoad(
  arrivals: Extract<ArrivalSpec, { kind: 'constant' }>,
  serviceMs: number,
  fields: Partial<Invocation> = {},
): Invocation[] {
  const count = Math.floor((arrivals.ratePerSecond * arrivals.durationMs) / 1000);
  return Array.from({ length: count }, (_, index) => {
    const intendedStart = fromMillis((index * 1000) / arrivals.ratePerSecond);
    return createInvocation({
      index,
      intendedStart,
      sentAt: intendedStart,
      endedAt: intendedStart + fromMillis(serviceMs),
      handlerDurationMs: serviceMs,
      ...fields,
    });
  });
}
