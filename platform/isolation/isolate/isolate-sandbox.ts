/** An isolate as a sandbox. It outlives its engine: what was idle when an engine ended is loaded anew when it is wanted. */
import type { FunctionRevision } from '../../control/function-revision.ts';
import type { ResponseSink } from '../../runtime/response-sink.ts';
import {
  maxResponseBytes,
  type RuntimeAnswer,
  type RuntimeEvent,
  toKnownErrorType,
} from '../../runtime/runtime-api.ts';
import type { RunOutcome, Sandbox, SandboxExit, SandboxRequest, StartOutcome } from '../backend.ts';
import type { AheadIsolate } from './isolates-ahead.ts';
import { type CallReply, type InitCall, partTaken, type RunCall } from './calls.ts';
import type { Engine, IsolateLoss, LoadedIsolate } from './engine.ts';
import type { FunctionError } from './function-error.ts';
import { createReplyStream, type ReplyStream, toStreamedOutcome } from './reply-stream.ts';
import { isNeverAnswering, toLoadFailure } from './to-load-failure.ts';

export interface IsolateSandboxContext {
  /** Why the function cannot run as it is: one sentence. */
  whyNot(request: SandboxRequest): string | undefined;
  takeEngine(memoryMiB: number): Engine;
  /** One that has been loaded ahead of the request, if there is one. */
  takeAhead(revision: FunctionRevision): AheadIsolate | undefined;
  /** For workerd's loader, as JSON. */
  toCode(revision: FunctionRevision): string;
  toInitCall(request: SandboxRequest): Omit<InitCall, 'token'>;
  readonly madeOf: string;
}

const initId = 'init';
const killed: SandboxExit = { kind: 'signalled', signal: 'SIGKILL' };

/** What a call comes to. */
type Reply =
  | Exclude<CallReply, { readonly kind: 'begin' | 'part' }>
  | { readonly kind: 'lost'; readonly loss: IsolateLoss };

interface Waiting {
  readonly settle: (reply: Reply) => void;
  /** Once the answer has begun to be streamed. */
  stream?: ReplyStream;
  readonly sink: ResponseSink | undefined;
}

export function createIsolateSandbox(request: SandboxRequest, context: IsolateSandboxContext): Sandbox {
  const { memoryMiB } = request.revision.settings;
  const waiting = new Map<string, Waiting>();
  let engine: Engine | undefined;
  let isolate: LoadedIsolate | undefined;
  let isDestroyed = false;

  async function load(): Promise<StartOutcome> {
    const refused = context.whyNot(request);
    if (refused !== undefined) return toNotStarted('UNSUPPORTED', refused);
    const ahead = context.takeAhead(request.revision);
    engine = ahead?.engine ?? context.takeEngine(memoryMiB);
    ahead?.adopt(listener);
    try {
      isolate =
        ahead?.isolate ??
        (await engine.load({ code: context.toCode(request.revision), memoryMiB }, listener));
    } catch (error) {
      const { code = 'ENGINE', message } = error as NodeJS.ErrnoException;
      return toNotStarted(code, message);
    }
    if (isDestroyed) {
      await isolate.close();
      return { kind: 'exited', exit: killed };
    }
    const call: InitCall = { token: isolate.token, ...context.toInitCall(request) };
    const origin = ahead === undefined ? 'new' : 'createdAhead';
    const outcome = toStartOutcome(await ask(initId, call), {
      kind: 'ready',
      origin,
      madeOf: context.madeOf,
    });
    if (outcome.kind !== 'ready') await leave();
    return outcome;
  }

  const listener = {
    onReply: (id: string, reply: CallReply) => hear(id, reply),
    onLog: (text: string) => request.onOutput(Buffer.from(text)),
    onLost(loss: IsolateLoss) {
      isolate = undefined;
      for (const id of waiting.keys()) settle(id, { kind: 'lost', loss });
    },
  };

  function hear(id: string, reply: CallReply): void {
    const found = waiting.get(id);
    if (reply.kind === 'begin') {
      if (found !== undefined) found.stream = createReplyStream(found.sink, reply.contentType);
    } else if (reply.kind === 'part') {
      const goOn = (): void => isolate?.call(id, partTaken);
      const isFull = found?.stream?.take(Buffer.from(reply.data, 'base64'));
      if (isFull === undefined) goOn();
      else void isFull.then(goOn);
    } else settle(id, reply);
  }

  function settle(id: string, reply: Reply): void {
    const found = waiting.get(id);
    waiting.delete(id);
    found?.settle(reply);
  }

  async function ask(id: string, call: InitCall | RunCall): Promise<Reply> {
    return await new Promise<Reply>((resolve) => {
      send(id, call, { settle: resolve, sink: undefined });
    });
  }

  function send(id: string, call: InitCall | RunCall, one: Waiting): void {
    waiting.set(id, one);
    isolate?.call(id, JSON.stringify(call));
  }

  async function leave(): Promise<void> {
    const left = isolate;
    isolate = undefined;
    for (const id of waiting.keys()) settle(id, { kind: 'lost', loss: 'guilty' });
    await left?.close();
  }

  /** Lazily after an engine has ended, or elsewhere while it is blocked: the function notices by its globals only. */
  async function reload(): Promise<StartOutcome | undefined> {
    const isMoving = engine?.isBlocked() === true && waiting.size === 0;
    if (isolate !== undefined && !isMoving) return undefined;
    if (isMoving) void leave();
    const outcome = await load();
    return outcome.kind === 'ready' ? undefined : outcome;
  }

  async function run(event: RuntimeEvent, sink?: ResponseSink): Promise<RunOutcome> {
    const failed = await reload();
    if (failed !== undefined) {
      return failed.kind === 'initError'
        ? { kind: 'exited', exit: { kind: 'exited', status: 1 }, answer: failed.answer }
        : { kind: 'exited', exit: failed.kind === 'exited' ? failed.exit : killed, answer: undefined };
    }
    const outcome = await new Promise<RunOutcome>((resolve) => {
      const one: Waiting = {
        sink,
        settle(reply) {
          const whole = toRunOutcome(reply, event.requestId);
          resolve(one.stream === undefined ? whole : toStreamedOutcome(whole, one.stream));
        },
      };
      send(event.requestId, toRunCall(event), one);
    });
    // Nothing of it may run on, and be taken for the next invocation's.
    if (outcome.kind === 'exited') void leave();
    return outcome;
  }

  return {
    id: request.id,
    started: load(),
    run,
    // V8 limits the heap of each isolate, but workerd tells nobody how much of it is used.
    readPeakMemoryMiB: () => undefined,
    async destroy() {
      isDestroyed = true;
      await leave();
    },
  };
}

function toNotStarted(code: string, message: string): StartOutcome {
  return { kind: 'exited', exit: { kind: 'notStarted', code, message } };
}

function toRunCall(event: RuntimeEvent): RunCall {
  return {
    requestId: event.requestId,
    deadlineEpochMs: event.deadlineEpochMs,
    functionArn: event.functionArn,
    traceId: event.traceId,
    clientContext: event.clientContext,
    payload: event.payload.toString('utf8'),
  };
}

function toStartOutcome(reply: Reply, ready: StartOutcome): StartOutcome {
  switch (reply.kind) {
    case 'ready':
    case 'result':
    case 'streamed':
      return ready;
    case 'error':
      return { kind: 'initError', answer: toInitAnswer(reply.error) };
    case 'broken':
      return { kind: 'initError', answer: toInitAnswer(toLoadFailure(reply.message)) };
    case 'exit':
      return { kind: 'exited', exit: { kind: 'exited', status: reply.exitStatus } };
    case 'lost':
      return { kind: 'exited', exit: toExit(reply.loss) };
  }
}

function toRunOutcome(reply: Reply, requestId: string): RunOutcome {
  switch (reply.kind) {
    case 'ready':
    case 'streamed':
      return { kind: 'done', answer: toResponse('null') };
    case 'result':
      return { kind: 'done', answer: toResponse(reply.result) };
    case 'error': {
      const answer = toErrorAnswer(reply.error);
      if (reply.exitStatus === undefined) return { kind: 'done', answer };
      return { kind: 'exited', exit: { kind: 'exited', status: reply.exitStatus }, answer };
    }
    case 'exit':
      return { kind: 'exited', exit: { kind: 'exited', status: reply.exitStatus }, answer: undefined };
    case 'broken':
      if (isNeverAnswering(reply.message)) return { kind: 'done', answer: toResponse('null') };
      return { kind: 'exited', exit: killed, answer: toErrorAnswer(toLoadFailure(reply.message)) };
    case 'lost':
      // Nobody knows how far it had come: to run it again is for the caller to decide, who knows whether that may be.
      return reply.loss === 'innocent'
        ? { kind: 'done', answer: toPlatformFailure(requestId) }
        : { kind: 'exited', exit: toExit(reply.loss), answer: undefined };
  }
}

function toExit(loss: IsolateLoss): SandboxExit {
  return loss === 'outOfMemory' ? { kind: 'outOfMemory' } : killed;
}

function toPlatformFailure(requestId: string): RuntimeAnswer {
  const what = 'The engine was ended by another function while this invocation ran in it';
  const errorType = 'Sandbox.Failure';
  return toErrorAnswer(
    { errorType, errorMessage: `RequestId: ${requestId} Error: ${what}`, trace: [] },
    errorType,
  );
}

function toErrorAnswer(
  error: FunctionError,
  errorType: string = toKnownErrorType(error.errorType),
): RuntimeAnswer {
  return { kind: 'error', payload: Buffer.from(JSON.stringify(error)), errorType };
}

function toInitAnswer(error: FunctionError): RuntimeAnswer {
  return toErrorAnswer(error, toKnownErrorType(error.errorType, 'Runtime.Unknown'));
}

function toResponse(result: string): RuntimeAnswer {
  const payload = Buffer.from(result);
  return payload.length > maxResponseBytes ? { kind: 'tooLarge' } : { kind: 'response', payload };
}
