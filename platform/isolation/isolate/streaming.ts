/**
 * Handlers that stream, inside an isolate: each part of the response is a line on its way to the engine's host, and
 * waits there until the platform has room for it. Runs inside workerd.
 */
import type { CallReply } from './calls.ts';

type ResponseStreams = typeof import('../../runtime/node-response-stream.mts');
export type ResponseStream = InstanceType<ResponseStreams['ResponseStream']>;
type Handler = (...values: never[]) => unknown;

export interface ReplyStream {
  readonly stream: ResponseStream;
  /** Ends a response that has begun with what the handler has come to. @returns false for one that has not. */
  settle(reply: CallReply): boolean;
}

/** Beside this file in an isolate; loaded only by a function that streams. */
const streamsPath: string = './node-response-stream.mjs';
const streaming = Symbol.for('aws.lambda.runtime.handler.streaming');
const encoder = new TextEncoder();
let streams: ResponseStreams | undefined;

/** By this the host knows lines from a whole reply. */
const linesType = 'application/jsonl';

/** As Lambda's Node.js runtime has it. */
export function defineStreaming(): void {
  Object.assign(globalThis, {
    awslambda: {
      streamifyResponse: (handler: Handler) => Object.assign(handler, { [streaming]: 'response' }),
      HttpResponseStream: {
        from: (stream: ResponseStream, prelude: unknown) =>
          streams?.describeHttpResponse(stream, prelude) ?? stream,
      },
    },
  });
}

/** Before the first invocation. */
export async function prepareStreaming(handler: Handler): Promise<void> {
  if (streaming in handler) streams = (await import(streamsPath)) as ResponseStreams;
}

/**
 * @param answer - called once, when the response begins: with what is to be sent to the host.
 * @returns undefined for a function that does not stream.
 */
export function openStream(answer: (response: Response) => void): ReplyStream | undefined {
  if (streams === undefined) return undefined;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  // Who has stopped to listen is no error of the function, which runs on to its end.
  const send = async (line: CallReply): Promise<void> => {
    await writer.write(encoder.encode(`${JSON.stringify(line)}\n`)).catch(() => undefined);
  };
  const sendPart = async (chunk: Buffer, done: () => void): Promise<void> => {
    await send({ kind: 'part', data: chunk.toString('base64') });
    done();
  };
  const stream = new streams.ResponseStream({
    begin(contentType) {
      answer(new Response(readable, { headers: { 'content-type': linesType } }));
      void send({ kind: 'begin', contentType });
    },
    send: (chunk, done) => void sendPart(chunk, done),
    // The last line comes when the handler is over, too.
    end: () => undefined,
  });
  return {
    stream,
    settle(reply) {
      if (!stream.hasBegun()) return false;
      void send(reply).then(() => writer.close().catch(() => undefined));
      stream.destroy();
      return true;
    },
  };
}
