/** A runtime of ours at the other end of its one connection, which carries all of its invocations in frames. */
import type { Duplex } from 'node:stream';
import { createFrameReader, type Frame, toFrame } from '../frames.ts';
import { createFramedResponse, type FramedResponse } from './framed-response.ts';
import { fromRuntime, lastWord, readError, toEventFrame, toRuntime } from './invocation-frames.ts';
import type { ResponseSink } from './response-sink.ts';
import {
  type AnsweredError,
  maxResponseBytes,
  type RuntimeAnswer,
  type RuntimeEvent,
  type RuntimeListener,
} from './runtime-api.ts';
import { toTruncatedError } from './streamed-response.ts';

export interface FramedRuntimeOptions {
  /** Most invocations under way at once. Default: 1. */
  readonly concurrency?: number;
  readonly maxStreamedBytes?: number;
  /** Called with what V8 compiled of the function, which the Node.js bootstrap sends unasked. */
  readonly onCompileCache?: (data: Buffer) => void;
}

export interface FramedRuntime {
  /** Takes what comes over the connection. @throws RangeError when that makes no sense. */
  take(chunk: Buffer): void;
  deliver(event: RuntimeEvent, sink?: ResponseSink): void;
  /** The connection has ended. */
  end(): void;
}

/** An invocation that the runtime has. */
interface Call {
  /** Of which there is none twice on one connection. */
  readonly channel: number;
  readonly requestId: string;
  readonly sink: ResponseSink | undefined;
  stream: FramedResponse | undefined;
}

const nothing = Buffer.alloc(0);

export function createFramedRuntime(
  socket: Duplex,
  listener: RuntimeListener,
  { concurrency = 1, maxStreamedBytes, onCompileCache }: FramedRuntimeOptions,
): FramedRuntime {
  /** By channel, modulo the capacity: a map that is emptied and filled again all the time costs more than all else here. */
  const calls: (Call | undefined)[] = [];
  let callCount = 0;
  /** More than the runtime takes at once: one of Python takes one. */
  const waiting: { readonly event: RuntimeEvent; readonly sink: ResponseSink | undefined }[] = [];
  let capacity = 1;
  let isReady = false;
  let lastCall = 0;
  let unsent: Buffer[] = [];

  function send(frame: Buffer): void {
    if (capacity === 1) return void socket.write(frame);
    // Several to a packet: who takes several at once gets those of one turn of the event loop together.
    if (unsent.push(frame) === 1) setImmediate(flush);
  }

  function flush(): void {
    const frames = unsent;
    unsent = [];
    socket.write(Buffer.concat(frames));
  }

  function deliver(event: RuntimeEvent, sink?: ResponseSink): void {
    if (callCount >= capacity) return void waiting.push({ event, sink });
    do lastCall = (lastCall + 1) % 2 ** 32;
    while (calls[lastCall % capacity] !== undefined);
    calls[lastCall % capacity] = { channel: lastCall, requestId: event.requestId, sink, stream: undefined };
    callCount++;
    send(toEventFrame(lastCall, event));
  }

  function find(channel: number): Call | undefined {
    const call = calls[channel % capacity];
    return call?.channel === channel ? call : undefined;
  }

  function onFrame({ type: given, channel, payload }: Frame): void {
    const isLast = given >= lastWord;
    if (isLast) send(toFrame(toRuntime.noted, channel, nothing));
    const type = isLast ? given - lastWord : given;
    switch (type) {
      case fromRuntime.ready:
        if (isReady) throw new RangeError('ready twice');
        isReady = true;
        capacity = Math.min(concurrency, Math.max(1, channel));
        return listener.onReady();
      case fromRuntime.initError: {
        const error = readError(payload, 'Runtime.Unknown');
        return listener.onInitError(error.payload, error.errorType);
      }
      case fromRuntime.compileCache:
        return onCompileCache?.(payload);
    }
    const call = find(channel);
    if (call !== undefined) takeAnswer(type, payload, call, isLast);
  }

  /** @param isLast - the runtime is about to end: it takes no other invocation. */
  function takeAnswer(type: number, payload: Buffer, call: Call, isLast: boolean): void {
    switch (type) {
      case fromRuntime.response:
        return finish(call, { kind: 'response', payload }, isLast);
      case fromRuntime.error:
        return finish(call, { kind: 'error', ...readError(payload) }, isLast);
      case fromRuntime.streamBegin:
        call.stream ??= beginStream(call, payload.toString());
        return;
      case fromRuntime.streamPart:
        return call.stream?.take(payload);
      case fromRuntime.streamEnd:
        return endStream(call, undefined);
      case fromRuntime.streamError:
        return endStream(call, readError(payload));
      case fromRuntime.done:
        return finish(call, undefined, isLast);
      default:
        throw new RangeError(`a frame of type ${type}`);
    }
  }

  function beginStream({ sink, channel }: Call, contentType: string): FramedResponse {
    return createFramedResponse(sink, contentType, {
      maxStreamedBytes,
      setHeld(isHeld) {
        send(toFrame(isHeld ? toRuntime.hold : toRuntime.release, channel, nothing));
        if (!isHeld) socket.resume();
      },
      refuse: () => socket.pause(),
    });
  }

  function endStream({ requestId, stream }: Call, error: AnsweredError | undefined): void {
    const answer = stream?.end(error);
    if (answer !== undefined) listener.onAnswer(requestId, answer);
  }

  function finish({ channel, requestId }: Call, answer: RuntimeAnswer | undefined, isLast: boolean): void {
    calls[channel % capacity] = undefined;
    callCount--;
    if (answer !== undefined) listener.onAnswer(requestId, answer);
    if (isLast) return;
    listener.onDone(requestId);
    const next = callCount < capacity ? waiting.shift() : undefined;
    if (next !== undefined) deliver(next.event, next.sink);
  }

  return {
    take: createFrameReader({
      maxPayloadBytes: maxResponseBytes,
      onFrame,
      onTooLarge(_, channel) {
        const call = find(channel);
        if (call !== undefined) finish(call, { kind: 'tooLarge' }, false);
      },
    }),
    deliver,
    end() {
      for (const call of calls) if (call !== undefined) endStream(call, toTruncatedError());
    },
  };
}
