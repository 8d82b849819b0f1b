/**
 * The stream that a streaming handler writes its response to, as Lambda's Node.js runtime gives it. Loaded only by a
 * function that streams: the others shall not pay for it.
 */
import { Writable } from 'node:stream';

/** The connection to the Runtime API, for as long as the response lasts. */
interface Connection {
  /** @returns whether there is room for more; else `onDrain` calls back once there is. */
  write(data: string | Buffer): boolean;
  onDrain(callback: () => void): void;
}

interface StreamError {
  readonly errorType: string;
}

/** Called with what sends bytes ahead of the first that are written: the description of an HTTP response. */
type BeforeFirstWrite = (write: (data: string | Uint8Array) => void) => void;

export class ResponseStream extends Writable {
  readonly #connection: Connection;
  readonly #toHead: (contentType: string) => string;
  #contentType = 'application/octet-stream';
  #hasBegun = false;
  #isOver = false;

  constructor(connection: Connection, toHead: (contentType: string) => string) {
    super();
    this.#connection = connection;
    this.#toHead = toHead;
  }

  setContentType(contentType: string): void {
    if (this.#hasBegun) throw new Error('Cannot set content-type, too late.');
    this.#contentType = contentType;
  }

  hasBegun(): boolean {
    return this.#hasBegun;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: () => void): void {
    // A response that failed has no more to say.
    if (this.#isOver) return callback();
    this.#begin();
    if (this.#sendChunk(chunk)) callback();
    else this.#connection.onDrain(callback);
  }

  override _final(callback: () => void): void {
    this.#begin();
    this.#finish('');
    callback();
  }

  /** Ends a response that has begun with the error that broke it. */
  fail(error: StreamError): void {
    const body = Buffer.from(JSON.stringify(error)).toString('base64');
    this.#finish(
      `Lambda-Runtime-Function-Error-Type: ${error.errorType}\r\nLambda-Runtime-Function-Error-Body: ${body}\r\n`,
    );
    this.destroy();
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#connection.write(
      `${this.#toHead(this.#contentType)}Lambda-Runtime-Function-Response-Mode: streaming\r\n` +
        'Transfer-Encoding: chunked\r\nTrailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n',
    );
    // Set from outside, under the name that Lambda's own runtime has given it.
    const beforeFirstWrite = Reflect.get(this, '_onBeforeFirstWrite') as BeforeFirstWrite | undefined;
    beforeFirstWrite?.((data) => void this.#sendChunk(Buffer.from(data)));
  }

  #sendChunk(chunk: Buffer): boolean {
    // An empty one would end the body.
    if (chunk.length === 0) return true;
    const size = Buffer.from(`${chunk.length.toString(16)}\r\n`);
    return this.#connection.write(Buffer.concat([size, chunk, Buffer.from('\r\n')]));
  }

  #finish(trailers: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#connection.write(`0\r\n${trailers}\r\n`);
  }
}
