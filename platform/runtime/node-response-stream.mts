/**
 * The stream that a streaming handler writes its response to, as Lambda's Node.js runtime gives it. Loaded only by a
 * function that streams: the others shall not pay for it.
 */
import { Writable } from 'node:stream';

/** The way to the platform, for as long as the response lasts. */
export interface ResponseWire {
  /** Once, before anything else. */
  begin(contentType: string): void;
  /** @param done - called when there is room for more. */
  send(chunk: Buffer, done: () => void): void;
  /** Once, if it has begun; with the error that broke it. */
  end(error?: StreamError): void;
}

export interface StreamError {
  readonly errorType: string;
}

/** Called with what sends bytes ahead of the first that are written: the description of an HTTP response. */
type BeforeFirstWrite = (write: (data: string | Uint8Array) => void) => void;

export class ResponseStream extends Writable {
  readonly #wire: ResponseWire;
  #contentType = 'application/octet-stream';
  #hasBegun = false;
  #isOver = false;

  constructor(wire: ResponseWire) {
    super();
    this.#wire = wire;
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
    this.#wire.send(chunk, callback);
  }

  override _final(callback: () => void): void {
    this.#begin();
    this.#end();
    callback();
  }

  /** Ends a response that has begun with the error that broke it. */
  fail(error: StreamError): void {
    this.#end(error);
    this.destroy();
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#wire.begin(this.#contentType);
    // Set from outside, under the name that Lambda's own runtime has given it.
    const beforeFirstWrite = Reflect.get(this, '_onBeforeFirstWrite') as BeforeFirstWrite | undefined;
    beforeFirstWrite?.((data) => this.#wire.send(Buffer.from(data), () => undefined));
  }

  #end(error?: StreamError): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#wire.end(error);
  }
}

/** Describes an HTTP response ahead of its body: JSON, then eight zero bytes. */
export function describeHttpResponse(stream: ResponseStream, prelude: unknown): ResponseStream {
  stream.setContentType('application/vnd.awslambda.http-integration-response');
  const describe: BeforeFirstWrite = (write) => {
    write(JSON.stringify(prelude));
    write(Buffer.alloc(8));
  };
  return Object.assign(stream, { _onBeforeFirstWrite: describe });
}
