/** A streamed response of a Node.js process on its way to the platform, and when it is over. */
import { ResponseStream, type StreamError } from './node-response-stream.mts';

export { describeHttpResponse } from './node-response-stream.mts';

/** Where the response goes, for as long as it lasts. */
interface Recipient {
  begin(contentType: string): void;
  /** @returns whether there is room for more; else `onRoom` calls back once there is. */
  take(part: Uint8Array): boolean;
  onRoom(callback: () => void): void;
  /** @param error - what broke it. */
  end(error: StreamError | undefined): void;
}

/** A longer chunk goes in parts: the platform takes none that is larger than a whole response. */
const longestPart = 65_536;

export function openResponseStream(recipient: Recipient): ResponseStream {
  return new ResponseStream({
    begin: (contentType) => recipient.begin(contentType),
    send(chunk, done) {
      let hasRoom = true;
      for (let start = 0; start < chunk.length; start += longestPart) {
        hasRoom = recipient.take(chunk.subarray(start, start + longestPart));
      }
      if (hasRoom) done();
      else recipient.onRoom(done);
    },
    end: (error) => recipient.end(error),
  });
}

/**
 * It is over when the handler is and the stream has ended, by itself or for want of anything to do.
 *
 * @returns what to call when there is nothing to do.
 */
export function settleWithStream(
  stream: ResponseStream,
  returned: Promise<unknown>,
  succeed: (result: unknown) => void,
  fail: (error: unknown) => void,
): () => void {
  let isOver = false;
  const check = (): void => {
    if (!isOver || !stream.closed) return;
    if (stream.writableFinished) succeed(null);
    else fail(new Error('The response stream was destroyed before it ended'));
  };
  const end = (): void => {
    isOver = true;
    check();
  };
  stream.once('close', check);
  returned.then(end, fail);
  return () => {
    stream.end();
    end();
  };
}
