/** Invocation records for tests: everything has a plain value unless the test says otherwise. */
import type { Invocation } from '../../harness/contract/invocation.ts';

export function createInvocation(fields: Partial<Invocation> = {}): Invocation {
  return {
    phase: 'load/hello',
    function: 'hello',
    index: 0,
    repetition: 0,
    intendedStart: 1_000_000,
    sentAt: 1_050_000,
    firstByteAt: 3_000_000,
    endedAt: 3_100_000,
    outcome: 'ok',
    start: 'warm',
    evidence: 'probe',
    attempts: 1,
    status: 200,
    instance: 'instance-1',
    requestId: 'request-1',
    error: undefined,
    initDurationMs: undefined,
    handlerDurationMs: 1.5,
    handlerStartedAtEpochMs: undefined,
    billedDurationMs: 2,
    maxMemoryUsedMiB: 40,
    connectDurationMs: undefined,
    tlsDurationMs: undefined,
    ...fields,
  };
}
