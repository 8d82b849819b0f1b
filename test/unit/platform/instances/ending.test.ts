import { describe, expect, it } from '@jest/globals';
import {
  type EndingContext,
  toOutcome,
  toRunEnding,
  toStartEnding,
} from '../../../../platform/instances/ending.ts';
import type { RunOutcome, StartOutcome } from '../../../../platform/isolation/backend.ts';

const context: EndingContext = { requestId: 'r', limitBroken: undefined, timeoutMs: 3000 };
const response = { kind: 'response', payload: Buffer.from('1') } as const;
const error = { kind: 'error', payload: Buffer.from('{}'), errorType: 'Function.X' } as const;
const killed = { kind: 'signalled', signal: 'SIGKILL' } as const;
const exited = (status: number): { kind: 'exited'; status: number } => ({ kind: 'exited', status });

type Broken = EndingContext['limitBroken'];

describe('a run that', () => {
  it.each<[string, RunOutcome, Broken, string, string | undefined, string | undefined]>([
    ['answered is fine', { kind: 'done', answer: response }, undefined, 'ok', undefined, undefined],
    [
      'reported an error failed, and the instance lives on',
      { kind: 'done', answer: error },
      undefined,
      'failed',
      'Function.X',
      undefined,
    ],
    [
      'answered too much failed, and the instance lives on',
      { kind: 'done', answer: { kind: 'tooLarge' } },
      undefined,
      'failed',
      'Function.ResponseSizeTooLarge',
      undefined,
    ],
    [
      'ended without an answer failed',
      { kind: 'exited', exit: exited(1), answer: undefined },
      undefined,
      'failed',
      'Runtime.ExitError',
      'crash',
    ],
    [
      'answered and then ended is fine, but its instance is gone',
      { kind: 'exited', exit: exited(0), answer: response },
      undefined,
      'ok',
      undefined,
      'crash',
    ],
    [
      'reported an error and then ended failed with that',
      { kind: 'exited', exit: exited(1), answer: error },
      undefined,
      'failed',
      'Function.X',
      'crash',
    ],
    [
      'was ended at its time limit timed out',
      { kind: 'exited', exit: killed, answer: undefined },
      'timeout',
      'timedOut',
      'Sandbox.Timedout',
      'timeout',
    ],
    [
      'answered and went on to its time limit timed out',
      { kind: 'exited', exit: killed, answer: response },
      'timeout',
      'timedOut',
      'Sandbox.Timedout',
      'timeout',
    ],
    [
      'was ended for its memory failed',
      { kind: 'exited', exit: killed, answer: undefined },
      'memory',
      'failed',
      'Runtime.ExitError',
      'memory',
    ],
  ])('%s', (_, outcome, limitBroken, result, errorType, cause) => {
    const ending = toRunEnding(outcome, { ...context, limitBroken });
    expect([toOutcome(ending), ending.failure?.errorType, ending.cause]).toEqual([result, errorType, cause]);
    expect(ending.payload).toBe(result === 'ok' ? response.payload : undefined);
  });
});

describe('a start that', () => {
  it.each<[string, Exclude<StartOutcome, { kind: 'ready' }>, Broken, string, string]>([
    ['reported an error', { kind: 'initError', answer: error }, undefined, 'initError', '{}'],
    [
      'has no bootstrap',
      { kind: 'noEntrypoint' },
      undefined,
      'initError',
      "Couldn't find valid bootstrap(s)",
    ],
    [
      'ended',
      { kind: 'exited', exit: exited(3) },
      undefined,
      'initError',
      'Runtime exited with error: exit status 3',
    ],
    [
      'ended without a reason',
      { kind: 'exited', exit: exited(0) },
      undefined,
      'initError',
      'Runtime exited without providing a reason',
    ],
    [
      'took too long',
      { kind: 'exited', exit: killed },
      'timeout',
      'timeout',
      'Task timed out after 3.00 seconds',
    ],
    ['took too much memory', { kind: 'exited', exit: killed }, 'memory', 'memory', 'signal: killed'],
    [
      'never ran',
      { kind: 'exited', exit: { kind: 'notStarted', code: 'EAGAIN', message: 'spawn EAGAIN' } },
      undefined,
      'notStarted',
      'spawn EAGAIN',
    ],
  ])('%s says so, and its instance goes', (_, outcome, limitBroken, cause, words) => {
    const ending = toStartEnding(outcome, { ...context, limitBroken });
    expect(ending.cause).toBe(cause);
    expect(ending.failure?.payload.toString()).toContain(words);
  });
});
