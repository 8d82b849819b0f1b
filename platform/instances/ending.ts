/** How an initialisation or a run ended, what is answered for it, and whether the instance survives: pure. */
import type { RunOutcome, StartOutcome } from '../isolation/backend.ts';
import {
  type Failure,
  toAnswerFailure,
  toExitFailure,
  toMissingBootstrapFailure,
  toTimeoutFailure,
} from './failure.ts';
import type { InvocationOutcome, RemovalCause } from './invocation.ts';

export type LimitBroken = 'timeout' | 'memory';

export interface Ending {
  /** Undefined when the function answered. */
  readonly failure: Failure | undefined;
  /** The function's answer. */
  readonly payload: Buffer | undefined;
  /** Why the instance has to go; undefined when it can take another invocation. */
  readonly cause: RemovalCause | undefined;
}

export interface EndingContext {
  readonly requestId: string;
  /** The limit for which the platform ended the runtime. */
  readonly limitBroken: LimitBroken | undefined;
  /** The function's time limit, for the words of the failure. */
  readonly timeoutMs: number;
}

/** An initialisation that did not get ready. */
export function toStartEnding(
  outcome: Exclude<StartOutcome, { kind: 'ready' }>,
  context: EndingContext,
): Ending {
  switch (outcome.kind) {
    case 'initError':
      return toEnding(toAnswerFailure(outcome.answer), 'initError');
    case 'noEntrypoint':
      return toEnding(toMissingBootstrapFailure(context.requestId), 'initError');
    case 'exited': {
      const failure = toExitFailure(context.requestId, outcome.exit);
      if (outcome.exit.kind === 'notStarted') return toEnding(failure, 'notStarted');
      return toBrokenEnding(failure, outcome.exit.kind === 'outOfMemory' ? 'memory' : 'initError', context);
    }
  }
}

export function toRunEnding(outcome: RunOutcome, context: EndingContext): Ending {
  // What a runtime answered before it ended by itself counts; what it answered before it broke a limit does not.
  if (outcome.kind === 'exited' && (outcome.answer === undefined || context.limitBroken !== undefined)) {
    const cause = outcome.exit.kind === 'outOfMemory' ? 'memory' : 'crash';
    return toBrokenEnding(toExitFailure(context.requestId, outcome.exit), cause, context);
  }
  const { answer } = outcome;
  return {
    failure: answer && toAnswerFailure(answer),
    payload: answer?.kind === 'response' ? answer.payload : undefined,
    cause: outcome.kind === 'exited' ? 'crash' : undefined,
  };
}

export function toOutcome({ failure, cause }: Ending): InvocationOutcome {
  if (failure === undefined) return 'ok';
  if (cause === 'timeout') return 'timedOut';
  return cause === 'notStarted' ? 'notStarted' : 'failed';
}

function toBrokenEnding(failure: Failure, cause: RemovalCause, context: EndingContext): Ending {
  return context.limitBroken === 'timeout'
    ? toEnding(toTimeoutFailure(context.requestId, context.timeoutMs), 'timeout')
    : toEnding(failure, context.limitBroken ?? cause);
}

function toEnding(failure: Failure | undefined, cause: RemovalCause): Ending {
  return { failure, payload: undefined, cause };
}
