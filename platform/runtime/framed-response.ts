/** A streamed response that comes in frames, among other invocations of the same runtime: it is held back alone. */
import type { ResponseSink } from './response-sink.ts';
import { type AnsweredError, maxResponseBytes, type RuntimeAnswer } from './runtime-api.ts';
import { createCollector, createStreamedResponse, toTooLargeError } from './streamed-response.ts';

export interface FramedResponse {
  take(part: Buffer): void;
  /**
   * @param error - what broke it.
   * @returns undefined when it has ended before.
   */
  end(error: AnsweredError | undefined): RuntimeAnswer | undefined;
}

export interface FlowControl {
  readonly maxStreamedBytes: number | undefined;
  /** Told when whoever takes the response has no room for more, and when there is room again. */
  setHeld(isHeld: boolean): void;
  /** The runtime sends on though it was told to hold. */
  refuse(): void;
}

/** What may be on its way when a runtime is told to hold: more than a socket has room for. */
const mostHeldBytes = 4 * 1024 * 1024;

/** @param sink - undefined where nobody takes the response as it comes: the answer then has the whole of it. */
export function createFramedResponse(
  sink: ResponseSink | undefined,
  contentType: string,
  flow: FlowControl,
): FramedResponse {
  const collector = sink === undefined ? createCollector() : undefined;
  const maxBytes = collector === undefined ? flow.maxStreamedBytes : maxResponseBytes;
  const stream = createStreamedResponse(sink ?? collector ?? createCollector(), contentType, maxBytes);
  let waits = 0;
  let heldBytes = 0;
  let isOver = false;

  async function holdFor(wait: Promise<void>): Promise<void> {
    if (waits++ === 0) flow.setHeld(true);
    await wait;
    if (--waits > 0) return;
    heldBytes = 0;
    flow.setHeld(false);
  }

  return {
    take(part) {
      if (isOver) return;
      const wait = stream.take(part);
      if (wait === undefined) return;
      heldBytes += part.length;
      if (heldBytes > mostHeldBytes) flow.refuse();
      void holdFor(wait);
    },
    end(error) {
      if (isOver) return undefined;
      isOver = true;
      const broken = stream.isTooLarge() ? toTooLargeError() : error;
      if (collector === undefined) return { kind: 'streamed', bytes: stream.bytes(), error: broken };
      if (stream.isTooLarge()) return { kind: 'tooLarge' };
      return error === undefined
        ? { kind: 'response', payload: collector.read() }
        : { kind: 'error', ...error };
    },
  };
}
